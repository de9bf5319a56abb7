package io.nobooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.wire.Base32;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A session with its token, and what it does with documents over HTTP. */
final class FileMember {
  final SessionId session = SessionId.freshOf(SessionId.freshOwner());
  final String token = Base32.random(40);
  final Map<RoomId, SeatId> seats = new ConcurrentHashMap<>();
  private final FileBed bed;

  FileMember(FileBed bed) {
    this.bed = bed;
  }

  /** The seat in a room. */
  String seatIn(FileRoom room) {
    return Objects.requireNonNull(seats.get(room.id)).value();
  }

  /** A request with the token and the version of tus. */
  HttpRequest.Builder tus(String method, String path, byte... body) {
    return bearing(method, path, body).header("Tus-Resumable", "1.0.0");
  }

  /** A request with the token. */
  HttpRequest.Builder bearing(String method, String path, byte... body) {
    return bed.request(method, path, body).header("Authorization", "Bearer " + token);
  }

  /** Offers a document for all; the answer is its path. */
  String offer(FileRoom room, long size) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        bed.send(
            tus("POST", "/files/" + room.id)
                .header("Upload-Length", Long.toString(size))
                .header("Upload-Metadata", "meta " + FileBed.base64("plan.pdf"))
                .build());
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
    return answer.headers().firstValue("Location").orElseThrow();
  }

  HttpResponse<byte[]> patch(String path, long offset, byte[] bytes)
      throws IOException, InterruptedException {
    return bed.send(patching(path, offset, bytes).build());
  }

  HttpRequest.Builder patching(String path, long offset, byte... bytes) {
    return tus("PATCH", path, bytes)
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", Long.toString(offset));
  }

  /** Offers a document and uploads it whole. */
  String upload(FileRoom room, byte[] bytes) throws IOException, InterruptedException {
    String path = offer(room, bytes.length);
    HttpResponse<byte[]> stored = patch(path, 0, bytes);
    if (stored.statusCode() != 204) {
      throw new AssertionError(stored.statusCode());
    }
    return path;
  }

  /** Where the upload stands. */
  long offset(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> head = bed.send(tus("HEAD", path).build());
    return head.headers().firstValueAsLong("Upload-Offset").orElse(-head.statusCode());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return bed.send(bearing("GET", path).build());
  }

  HttpResponse<byte[]> get(String path, String range) throws IOException, InterruptedException {
    return bed.send(bearing("GET", path).header("Range", range).build());
  }

  HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
    return bed.open(bearing("GET", path).build());
  }

  /** The id that a path ends with. */
  static FileId idOf(String path) {
    return new FileId(path.substring(path.lastIndexOf('/') + 1));
  }
}
