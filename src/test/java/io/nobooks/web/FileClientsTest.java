package io.nobooks.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeJs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that this project did not write. */
class FileClientsTest {
  @Test
  void tus_js_client_works_unmodified() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      NodeJs.Run run =
          NodeJs.test(
              Map.of(
                  "NOBOOKS_URL",
                  "http://127.0.0.1:" + bed.port,
                  "NOBOOKS_TOKEN",
                  mary.token,
                  "NOBOOKS_ROOM",
                  room.id.value()),
              120,
              List.of(Path.of("src/test/node/tus.test.mjs")));
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
  }

  /** What curl sends for {@code curl -X PATCH --data-binary @plan.pdf}, head for head. */
  @Test
  void curl_by_hand_works_and_is_told_to_go_on() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(2_000_000);
      String path = mary.offer(room, bytes.length);
      try (RawHttp curl = new RawHttp(bed.port)) {
        curl.send(
            "PATCH "
                + path
                + " HTTP/1.1\r\n"
                + RawHttp.lines(
                    "Host: 127.0.0.1:" + bed.port,
                    "User-Agent: curl/7.88.1",
                    "Accept: */*",
                    "Authorization: Bearer " + mary.token,
                    "Tus-Resumable: 1.0.0",
                    "Upload-Offset: 0",
                    "Content-Type: application/offset+octet-stream",
                    "Content-Length: " + bytes.length,
                    "Expect: 100-continue")
                + "\r\n");
        assertThat(curl.header()).startsWith("HTTP/1.1 100");
        curl.send(new String(bytes, ISO_8859_1));
        assertThat(curl.header()).startsWith("HTTP/1.1 204");
      }
      assertThat(mary.get(path).body()).isEqualTo(bytes);
    }
  }

  @Test
  void who_asks_before_sending_is_refused_before_sending() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, 2_000_000);
      try (RawHttp curl = new RawHttp(bed.port)) {
        curl.send(
            "PATCH "
                + path
                + " HTTP/1.1\r\n"
                + RawHttp.lines(
                    "Host: 127.0.0.1:" + bed.port,
                    "Authorization: Bearer " + mary.token,
                    "Tus-Resumable: 1.0.0",
                    "Upload-Offset: 5",
                    "Content-Type: application/offset+octet-stream",
                    "Content-Length: 1000000",
                    "Expect: 100-continue")
                + "\r\n");
        assertThat(curl.header()).startsWith("HTTP/1.1 409");
      }
      assertThat(mary.offset(path)).isZero();
    }
  }
}
