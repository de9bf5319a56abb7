package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clients that ask before they send, as curl does with large bodies. */
class FileClientsTest {
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
