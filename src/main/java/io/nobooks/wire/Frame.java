package io.nobooks.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An encoded JSON body that is never changed after it was made, so that the bus may hand the same
 * bytes to every consumer of a node. The stock codecs copy once for each.
 */
public final class Frame {
  /** Register once on each Vert.x instance, as the default codec of this class. */
  public static final MessageCodec<Frame, Frame> CODEC = new Codec();

  private final byte[] utf8;

  private Frame(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Encodes now; later changes of {@code json} have no effect. */
  public static Frame of(JsonObject json) {
    return new Frame(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  /** The UTF-8 bytes of the JSON text. Shared: callers must not write to them. */
  public byte[] utf8() {
    return utf8;
  }

  /** Parses the text again; for tests and for the rare reader of its own frames. */
  public JsonObject toJson() {
    return new JsonObject(Buffer.buffer(utf8));
  }

  private static final class Codec implements MessageCodec<Frame, Frame> {
    @Override
    public void encodeToWire(Buffer wire, Frame frame) {
      wire.appendInt(frame.utf8.length).appendBytes(frame.utf8);
    }

    @Override
    public Frame decodeFromWire(int position, Buffer wire) {
      int start = position + Integer.BYTES;
      return new Frame(wire.getBytes(start, start + wire.getInt(position)));
    }

    @Override
    public Frame transform(Frame frame) {
      return frame;
    }

    @Override
    public String name() {
      return "nobooks.frame";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
