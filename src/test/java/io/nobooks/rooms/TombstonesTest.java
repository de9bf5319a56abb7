package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes that were used rest for a day, whatever happens to the process. */
class TombstonesTest {
  private static final Duration DAY = Duration.ofHours(24);

  private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
  private final RoomId room = fresh();
  private Path folder = Path.of("");

  @BeforeEach
  void use(@TempDir Path folder) {
    this.folder = folder;
  }

  private Tombstones start() throws IOException {
    return Tombstones.keptIn(folder, DAY, clock::get);
  }

  private Path file() {
    return folder.resolve("ended-rooms");
  }

  private static RoomId fresh() {
    return new RoomId(SeatId.fresh().value());
  }

  @Test
  void a_code_rests_for_its_time_and_no_longer() {
    Tombstones tombstones = Tombstones.inMemory(DAY, clock::get);
    tombstones.opened(room);
    assertThat(tombstones.has(room)).isFalse();

    tombstones.add(room);
    clock.addAndGet(DAY.toMillis() - 1);
    assertThat(tombstones.has(room)).isTrue();
    clock.addAndGet(1);
    assertThat(tombstones.has(room)).isFalse();
  }

  @Test
  void a_restart_does_not_give_an_ended_code_back() throws IOException {
    Tombstones before = start();
    before.opened(room);
    before.add(room);
    before.close();

    clock.addAndGet(DAY.toMillis() - 1);
    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    clock.addAndGet(1);
    assertThat(after.has(room)).isFalse();
    after.close();
  }

  @Test
  void what_lived_when_the_process_was_killed_rests_from_the_next_start() throws IOException {
    Tombstones before = start();
    before.opened(room);
    before.close();

    clock.addAndGet(DAY.toMillis() * 3);
    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    after.close();
    clock.addAndGet(DAY.toMillis());
    Tombstones later = start();
    assertThat(later.has(room)).isFalse();
    later.close();
    assertThat(file()).isEmptyFile();
  }

  @Test
  void a_room_that_could_not_be_opened_keeps_its_code() throws IOException {
    Tombstones before = start();
    before.opened(room);
    before.notOpened(room);
    before.close();

    Tombstones after = start();
    assertThat(after.has(room)).isFalse();
    after.close();
  }

  @Test
  void a_room_that_ends_after_the_node_closed_ends_all_the_same() throws IOException {
    Tombstones before = start();
    before.opened(room);
    before.close();
    before.add(room);
    assertThat(before.has(room)).isTrue();

    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    after.close();
  }

  @Test
  void half_a_record_at_the_end_harms_none_before_it() throws IOException {
    Tombstones before = start();
    before.add(room);
    before.close();
    Files.write(file(), new byte[17], StandardOpenOption.APPEND);

    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    after.close();
    assertThat(file()).hasSize(40);
  }

  @Test
  void the_file_does_not_grow_with_every_room() throws IOException {
    Tombstones before = start();
    for (int rooms = 0; rooms < 25_000; rooms++) {
      before.add(room);
    }
    RoomId living = fresh();
    before.opened(living);
    before.close();
    assertThat(Files.size(file())).isLessThan(40L * 10_000);

    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    assertThat(after.has(living)).isTrue();
    after.close();
  }

  @Test
  void nothing_in_the_folder_names_a_room_and_nobody_else_may_look() throws IOException {
    Tombstones tombstones = start();
    tombstones.opened(room);
    tombstones.close();

    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain(room.value());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void rooms_end_though_the_disk_fails_and_what_was_lost_is_kept_once_it_works()
      throws IOException {
    Tombstones before = start();
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    for (int rooms = 0; rooms <= 20_000; rooms++) {
      before.add(room);
    }
    assertThat(before.has(room)).isTrue();
    Files.move(away, folder);
    before.add(fresh());
    before.close();

    Tombstones after = start();
    assertThat(after.has(room)).isTrue();
    after.close();
  }
}
