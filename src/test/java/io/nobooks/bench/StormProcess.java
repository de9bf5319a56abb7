package io.nobooks.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.List;

/** A {@link SignInStorm} in a process of its own. */
final class StormProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  /** Whoever will sign in to this node; returns when they are ready. */
  StormProcess(Server node) throws IOException {
    process =
        Server.java(
                List.of("-Xms128m", "-Xmx128m"),
                SignInStorm.class.getName(),
                Integer.toString(node.port))
            .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/bench.log")))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    questions = new PrintWriter(process.getOutputStream(), true, UTF_8);
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    answer();
  }

  /** A storm begins; it is over when {@link #answer} returns. */
  void blow(long millis, long perSecond) {
    questions.println(millis + " " + perSecond);
  }

  /** What became of the sign-ins, a second after the last came. */
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new EOFException("the storm is over; see target/bench.log");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
