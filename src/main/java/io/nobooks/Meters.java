package io.nobooks;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * What a node shows of itself to Prometheus. Those who count keep their own numbers; these are read
 * when somebody asks, and nothing of this is on the way of a message. A label is one of a fixed few
 * words: a room, a person, a document or an address can be none. Why so: docs/adr/0006-metrics.md.
 */
public final class Meters {
  /** The media type of {@link #text()}. */
  public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final PrometheusTextFormatWriter WRITER =
      PrometheusTextFormatWriter.builder().build();

  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** Something that only grows; {@code name} ends in {@code _total}. */
  public void counter(String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(read -> read.call((double) value.getAsLong()))
        .register(registry);
  }

  /** How often each of a few kinds of thing happened. */
  public <K extends Enum<K>> void counter(String name, String help, String label, Tally<K> tally) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(read -> tally.each((kind, count) -> read.call((double) count, word(kind))))
        .register(registry);
  }

  /** Something that goes up and down. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(read -> read.call((double) value.getAsLong()))
        .register(registry);
  }

  /**
   * How values are distributed.
   *
   * @param bounds of the classes, in ascending order
   * @return takes one value; cheap, but not for the way of a message
   */
  public DoubleConsumer histogram(String name, String help, double... bounds) {
    Histogram histogram =
        Histogram.builder()
            .name(name)
            .help(help)
            .classicOnly()
            .classicUpperBounds(bounds)
            .register(registry);
    return histogram::observe;
  }

  /** What runs here. */
  public void version(String version) {
    Info.builder()
        .name("nobooks_info")
        .help("What runs here")
        .labelNames("version")
        .register(registry)
        .addLabelValues(version);
  }

  /** Memory, garbage collection and the process, under the names that everybody uses. */
  public void process() {
    JvmMemoryMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Everything as it is now, in the text format 0.0.4, UTF-8. Reads files of {@code /proc}. */
  public byte[] text() {
    try (ByteArrayOutputStream text = new ByteArrayOutputStream()) {
      WRITER.write(text, registry.scrape());
      return text.toByteArray();
    } catch (IOException fromMemory) {
      throw new UncheckedIOException(fromMemory);
    }
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
