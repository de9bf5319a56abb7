package io.nobooks;

import io.nobooks.rooms.ReceiptCheck;
import io.nobooks.web.ServerCheck;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import io.vertx.launcher.application.ExitCodes;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Main of the fat jar: Vert.x's own application launcher with {@link MainVerticle}, so that {@code
 * java -jar nobooks.jar -conf file} takes every argument a Vert.x user knows.
 */
public final class NoBooks extends VertxApplication implements VertxApplicationHooks {
  private static final Logger LOG = LoggerFactory.getLogger(NoBooks.class);

  private static final String VERIFY_RECEIPT = "verify-receipt";
  private static final String VERIFY = "verify";

  private final String[] args;
  private int eventLoops = 1;
  private boolean eventLoopsGiven;

  private NoBooks(String[] args) {
    super(args);
    this.args = args.clone();
  }

  /**
   * Starts a node; ends the process with a code other than 0 when it cannot start. With {@code
   * verify-receipt} or {@code verify} as the first argument it checks a saved receipt, or the page
   * of a server, instead.
   */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (first.equals(VERIFY_RECEIPT)) {
      ReceiptCheck.Verdict verdict = ReceiptCheck.of(arguments.subList(1, arguments.size()));
      end(verdict.sentence(), verdict.exitCode());
    } else if (first.equals(VERIFY)) {
      ServerCheck.Report report = ServerCheck.of(arguments.subList(1, arguments.size()));
      end(report.text(), report.exitCode());
    } else {
      new NoBooks(args).launch();
    }
  }

  private static void end(String said, int exitCode) {
    System.out.println(said);
    System.exit(exitCode);
  }

  @Override
  public @Nullable JsonObject afterVertxOptionsParsed(@Nullable JsonObject options) {
    eventLoopsGiven = options != null && options.containsKey("eventLoopPoolSize");
    return options;
  }

  /**
   * The launcher itself would go on with the defaults when there is no such file. What else is
   * wrong in it is told by {@link MainVerticle}.
   */
  @Override
  public @Nullable JsonObject afterConfigParsed(@Nullable JsonObject config) {
    String given = config == null ? conf() : null;
    if (given != null) {
      String allowed = "the name of a file that holds a JSON object, or the object itself";
      System.err.println(new SettingsRefused("-conf", "\"" + given + "\"", allowed).getMessage());
      System.exit(ExitCodes.USAGE);
    }
    try {
      eventLoops = SettingsReader.read(config == null ? new JsonObject() : config).deploy().loops();
    } catch (SettingsRefused toldLater) {
      LOG.debug("the settings cannot be used", toldLater);
    }
    return config;
  }

  private @Nullable String conf() {
    for (int at = 0; at < args.length; at++) {
      String[] option = args[at].split("=", 2);
      if (option[0].equals("-conf") || option[0].equals("--conf")) {
        return option.length == 2 ? option[1] : args[Math.min(at + 1, args.length - 1)];
      }
    }
    return null;
  }

  /**
   * The native transport where this machine has one; fan-out gains most from it. As many event
   * loops as there are instances of a kind, unless the options say otherwise: what goes from one
   * loop to another wakes a thread, and a burst that does is taken apart.
   */
  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    if (!eventLoopsGiven
        && options.getEventLoopPoolSize() == VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE) {
      options.setEventLoopPoolSize(eventLoops);
    }
    VertxBuilder builder = Vertx.builder().with(options);
    Transport epoll = Transport.EPOLL;
    return epoll != null && epoll.available() ? builder.withTransport(epoll) : builder;
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    return MainVerticle::new;
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable cause) {
    if (cause instanceof SettingsRefused) {
      System.err.println(cause.getMessage());
    } else {
      LOG.error("NoBooks cannot start", cause);
    }
    context.vertx().close();
  }
}
