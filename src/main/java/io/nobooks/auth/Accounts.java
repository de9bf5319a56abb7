package io.nobooks.auth;

import io.nobooks.Settings;
import io.nobooks.wire.Base32;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The claimed names and their password hashes, in SQL: in a file, or in memory for a node that
 * shall forget them. One for all auth instances of a node.
 */
final class Accounts {
  /** A claim that was answered is on the disk: it survives even a killed process. */
  private static final String WRITTEN_AT_ONCE = ";WRITE_DELAY=0";

  /** No trace file, which would hold names; and the SQL that PostgreSQL understands. */
  private static final String ALWAYS = ";MODE=PostgreSQL;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE";

  private static final String SCHEMA =
      "CREATE TABLE IF NOT EXISTS account"
          + " (name VARCHAR(128) PRIMARY KEY, hash VARCHAR(255) NOT NULL, claimed_at BIGINT NOT NULL)";
  private static final String FIND = "SELECT hash FROM account WHERE name = ?";
  private static final String CLAIMED =
      "SELECT claimed_at FROM account WHERE name = ? AND hash = ?";
  private static final String CLAIM =
      "INSERT INTO account (name, hash, claimed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String CHANGE = "UPDATE account SET hash = ? WHERE name = ? AND hash = ?";
  private static final String DELETE = "DELETE FROM account WHERE name = ? AND hash = ?";

  private final Pool pool;
  private final InstantSource clock;

  private Accounts(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Opens the store, making its table where there is none.
   *
   * @param folder where the file lies; unused for accounts in memory
   */
  static Future<Accounts> open(
      Vertx vertx, Settings.Auth settings, Path folder, InstantSource clock) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(
        settings.accounts().equals("memory")
            ? "jdbc:h2:mem:" + Base32.random(12) + ";DB_CLOSE_DELAY=-1" + ALWAYS
            : "jdbc:h2:file:" + folder.resolve("accounts") + WRITTEN_AT_ONCE + ALWAYS);
    Pool pool = JDBCPool.pool(vertx, source, new PoolOptions().setMaxSize(4));
    return pool.query(SCHEMA).execute().map(made -> new Accounts(pool, clock));
  }

  /** The file of the store in a folder. */
  static Path file(Path folder) {
    return folder.resolve("accounts.mv.db");
  }

  /** The password hash of a claimed name, given folded; empty for a free one. */
  Future<Optional<String>> hashOf(String name) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(name))
        .map(
            rows -> {
              RowIterator<Row> row = rows.iterator();
              return row.hasNext() ? Optional.of(row.next().getString(0)) : Optional.empty();
            });
  }

  /**
   * When a name was claimed, in milliseconds since 1970 UTC, which tells this claim from another
   * one of the same name; empty when {@code hash} is no longer its hash.
   */
  Future<Optional<Long>> claimedAt(String name, String hash) {
    return pool.preparedQuery(CLAIMED)
        .execute(Tuple.of(name, hash))
        .map(
            rows -> {
              RowIterator<Row> row = rows.iterator();
              return row.hasNext() ? Optional.of(row.next().getLong(0)) : Optional.empty();
            });
  }

  /** Claims a free name; false when somebody else had it first. */
  Future<Boolean> claim(String name, String hash) {
    return changesOne(CLAIM, Tuple.of(name, hash, clock.millis()));
  }

  /** Gives a name another hash; false when {@code hash} is no longer its hash. */
  Future<Boolean> change(String name, String hash, String newHash) {
    return changesOne(CHANGE, Tuple.of(newHash, name, hash));
  }

  /** Frees a name; false when {@code hash} is no longer its hash. */
  Future<Boolean> delete(String name, String hash) {
    return changesOne(DELETE, Tuple.of(name, hash));
  }

  /** Writes what is left and closes. */
  Future<Void> close() {
    return pool.query("SHUTDOWN").execute().transform(shut -> pool.close());
  }

  private Future<Boolean> changesOne(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values).map(SqlResult::rowCount).map(rows -> rows == 1);
  }
}
