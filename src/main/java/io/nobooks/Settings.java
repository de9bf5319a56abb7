package io.nobooks;

import java.time.Duration;
import java.util.List;

/**
 * Every setting of a node. Read once at start by {@link SettingsReader}: built-in defaults, then
 * the file, then the environment, then system properties. None of them is a secret but {@code
 * admin.token}, which is never printed: keys are made by the node and kept below {@code data}.
 *
 * @param data the folder for what outlives a restart: accounts and the signing key
 */
public record Settings(
    @Setting(value = "data", says = "folder for accounts and the signing key") String data,
    Deploy deploy,
    Http http,
    Admin admin,
    Auth auth,
    Rooms rooms,
    Relay relay,
    Limits limits) {

  /** How many instances of each verticle this node runs; 0 leaves it out. */
  public record Deploy(
      @Setting(value = "1", max = 64, says = "instances that hold sessions and accounts") int auth,
      @Setting(value = "2", max = 64, says = "instances that own rooms") int rooms,
      @Setting(value = "1", max = 1, says = "1 to relay documents, 0 not to") int relay,
      @Setting(value = "2", max = 64, says = "instances that serve HTTP and sockets") int web) {

    /** How many event loops they need, so that instances of different kinds share each of them. */
    int loops() {
      return Math.max(1, Math.max(auth, Math.max(rooms, web)));
    }
  }

  /** The public port. */
  public record Http(
      @Setting(value = "0.0.0.0", says = "address to listen on") String host,
      @Setting(value = "8080", max = 65_535, says = "port to listen on; 0 takes a free one")
          int port,
      @Setting(
              value = "[]",
              says =
                  "origins that browsers may come from besides the request's own, such as \"https://nobooks.example\"")
          List<String> origins,
      @Setting(value = "[]", says = "proxies (CIDR) whose X-Forwarded headers are believed")
          List<String> forwardedFrom,
      Tls tls) {}

  /**
   * TLS on the public port: with a certificate that somebody vouches for, with one of the node's
   * own making, or not at all.
   */
  public record Tls(
      @Setting(
              value = "",
              says =
                  "PEM file with the certificate, then those that vouch for it; needs `http.tls.key`")
          String certificate,
      @Setting(value = "", says = "PEM file with the private key of `http.tls.certificate`")
          String key,
      @Setting(
              value = "false",
              says =
                  "a certificate that the node makes for itself, kept under `data`; browsers warn of it")
          boolean selfSigned,
      @Setting(
              value = "10 s",
              min = 100,
              says = "how often the two PEM files are looked at, to take up new ones")
          Duration reload) {
    /** Whether the public port speaks TLS and nothing else. */
    public boolean on() {
      return selfSigned || !certificate.isEmpty();
    }
  }

  /** The operator's port. */
  public record Admin(
      @Setting(value = "127.0.0.1", says = "address of the operator's port") String host,
      @Setting(value = "9090", max = 65_535, says = "the operator's port; 0 takes a free one")
          int port,
      @Setting(
              value = "",
              says =
                  "what requests to the operator's port must bear, 16 to 200 visible ASCII characters; empty to ask for nothing")
          String token) {
    @Override
    public String toString() {
      return "Admin[host=" + host + ", port=" + port + "]";
    }
  }

  /** Sessions, accounts and passwords. */
  public record Auth(
      @Setting(
              value = "open",
              oneOf = {"open", "off"},
              says = "whether a first password claims a free name")
          String claims,
      @Setting(
              value = "file",
              oneOf = {"file", "memory"},
              says = "where accounts live: an SQL file under `data`, or nowhere")
          String accounts,
      @Setting(value = "12 h", min = 60_000, says = "life of a token") Duration tokenLife,
      @Setting(value = "10 min", min = 1_000, says = "life of a session without a socket")
          Duration idleSession,
      @Setting(value = "1", min = 1, max = 64, says = "passwords hashed at once, 19 MiB each")
          int hashThreads,
      @Setting(
              value = "16",
              min = 1,
              max = 10_000,
              says = "passwords waiting to be hashed before 1105")
          int hashQueue) {}

  /** Times in the life of a room. */
  public record Rooms(
      @Setting(value = "30 s", min = 100, says = "a lost member keeps the seat so long")
          Duration lostAfter,
      @Setting(value = "30 s", min = 100, says = "a room without members waits so long")
          Duration emptyGrace,
      @Setting(value = "5 min", min = 100, says = "a lost admin stays the admin so long")
          Duration adminGrace,
      @Setting(value = "10 min", min = 1_000, says = "a knock waits so long") Duration knockLife,
      @Setting(
              value = "5 s",
              min = 100,
              max = 8_000,
              says = "wait for reports of wiping before the receipt")
          Duration wipeWait,
      @Setting(value = "24 h", min = 1_000, says = "an ended room's id cannot be opened again")
          Duration codeRest,
      @Setting(
              value = "15 min",
              min = 1_000,
              says = "what was said can be edited and retracted so long")
          Duration editWithin) {}

  /** Where the bytes of documents wait, and how. */
  public record Relay(
      @Setting(
              value = "spool",
              says =
                  "folder for documents, under `data` or absolute, wiped at start; `memory` keeps them off the disk")
          String spool,
      @Setting(
              value = "auto",
              oneOf = {"auto", "always", "off"},
              says =
                  "encryption on disk under keys in memory; `auto` leaves out what rooms that take sealed content only have sealed already")
          String atRest,
      @Setting(
              value = "1024 GiB",
              min = 1,
              says = "bytes of all documents (in memory at most a quarter of the heap)")
          long total,
      @Setting(value = "10", max = 90, says = "percent of the disk that stay free")
          int diskFloorPercent,
      @Setting(value = "4", min = 1, max = 64, says = "threads that read and write documents")
          int threads,
      @Setting(value = "10 min", min = 1_000, says = "an upload without bytes is withdrawn")
          Duration idleUpload,
      @Setting(value = "4 KiB", min = 1, says = "bytes per second below which a transfer is cut")
          long slowest,
      @Setting(value = "30 s", min = 100, says = "a transfer may pause so long") Duration pause) {}

  /** What one address, session, socket, seat, room or node may use. */
  public record Limits(
      @Setting(value = "[]", says = "addresses (CIDR) exempt from per-address limits and all rates")
          List<String> exempt,
      @Setting(value = "12 KiB", min = 64, max = 49_152, says = "compact JSON of one body")
          long body,
      @Setting(value = "512", min = 64, max = 4_096, says = "compact JSON of one reaction's body")
          long reaction,
      @Setting(value = "20/s burst 40", says = "bridge messages per socket") Rate commands,
      @Setting(value = "2/s burst 5", says = "`sync`, `list` and repeated enter per session")
          Rate sync,
      @Setting(value = "5/s burst 15", says = "`say` and `edit` per seat") Rate saySeat,
      @Setting(value = "100/s", says = "`say` and `edit` per room") Rate sayRoom,
      @Setting(value = "2/s burst 10", says = "`react` per seat") Rate reactSeat,
      @Setting(value = "50/s", says = "`react` per room") Rate reactRoom,
      @Setting(value = "10/s", says = "`typing` per room") Rate typing,
      @Setting(value = "10/min", says = "enter and leave per session and room") Rate enter,
      @Setting(value = "50", min = 1, says = "knocks waiting per room") int knocksRoom,
      @Setting(value = "3", min = 1, says = "knocks waiting per session") int knocksSession,
      @Setting(value = "200", min = 1, says = "sockets per address") int sockets,
      @Setting(value = "20", min = 1, says = "sockets per address that have not signed in")
          int socketsSignedOut,
      @Setting(value = "120/min", says = "guest sign-ins per address") Rate guests,
      @Setting(value = "5/15min", says = "failed passwords per name and address")
          Rate failedPasswords,
      @Setting(value = "20/h", says = "failed passwords per address") Rate failedPasswordsAddress,
      @Setting(value = "5/day", says = "names claimed per address") Rate claims,
      @Setting(value = "30/min", says = "failed tries to enter per address") Rate failedEnters,
      @Setting(value = "30/h", says = "rooms opened per address") Rate opens,
      @Setting(
              value = "200",
              min = 1,
              max = 10_000,
              says = "members per room unless its opener says otherwise")
          int capacity,
      @Setting(
              value = "10000",
              min = 1,
              max = 10_000,
              says = "the highest capacity an opener may ask for")
          int members,
      @Setting(value = "16", min = 1, says = "rooms per session") int roomsSession,
      @Setting(value = "50000", min = 1, says = "sessions per node") int sessions,
      @Setting(value = "10000", min = 1, says = "rooms per node") int rooms,
      @Setting(value = "25", min = 1, max = 90, says = "percent of the heap for room logs")
          int logsPercent,
      @Setting(value = "1000", min = 1, says = "`said` and `edited` events kept per room")
          int historySaid,
      @Setting(
              value = "2 MiB",
              min = 1_024,
              says = "bytes of `said` and `edited` events kept per room")
          long historyBytes,
      @Setting(value = "4000", min = 1, says = "other sequenced events kept per room")
          int historyOther,
      @Setting(value = "2000", min = 1, says = "`reacted` events kept per room")
          int historyReactions,
      @Setting(value = "1 MiB", min = 1_024, says = "bytes not yet sent per socket") long unsent,
      @Setting(value = "15 s", min = 100, says = "longest time without progress for unsent bytes")
          Duration unsentFor,
      @Setting(
              value = "128 MiB",
              min = 65_536,
              says = "bytes not yet sent, all sockets (at most a fifth of the heap)")
          long unsentAll,
      @Setting(value = "10 GiB", min = 0, says = "bytes of one document") long file,
      @Setting(value = "2/s burst 200", says = "documents offered per session") Rate offers,
      @Setting(value = "200", min = 1, says = "documents per room") int filesRoom,
      @Setting(value = "20 GiB", min = 0, says = "bytes of all documents of a room")
          long filesRoomBytes,
      @Setting(
              value = "100 s",
              min = 1_000,
              max = 120_000,
              says = "a socket silent so long is closed")
          Duration silence,
      @Setting(value = "10 s", min = 100, says = "a socket that has not signed in is closed")
          Duration signIn) {}
}
