package io.nobooks.web;

import io.nobooks.AbuseLog;
import io.nobooks.Failure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the bridge says of addresses; refuses when a test set a limit. */
final class TestBudget implements AddressBudget {
  final AtomicInteger sockets = new AtomicInteger();
  final AtomicInteger signedOut = new AtomicInteger();
  final AtomicInteger failedEnters = new AtomicInteger();
  final AtomicInteger opens = new AtomicInteger();
  final List<AbuseLog.Kind> abuses = new CopyOnWriteArrayList<>();
  volatile boolean exempt;
  volatile boolean broken;
  volatile String blocked = "";
  volatile int mostSockets = Integer.MAX_VALUE;
  volatile int mostFailedEnters = Integer.MAX_VALUE;
  volatile int mostOpens = Integer.MAX_VALUE;

  @Override
  public boolean exempt(String address) {
    if (broken) {
      throw new IllegalStateException("broken by the test");
    }
    return exempt;
  }

  @Override
  public boolean blocked(String address) {
    return address.equals(blocked);
  }

  @Override
  public void abused(AbuseLog.Kind kind, String address) {
    abuses.add(kind);
  }

  @Override
  public void admit(String address) {
    if (sockets.get() >= mostSockets) {
      throw Failure.TOO_FAST.afterMs(5_000);
    }
    sockets.incrementAndGet();
    signedOut.incrementAndGet();
  }

  @Override
  public void signedIn(String address) {
    signedOut.decrementAndGet();
  }

  @Override
  public void release(String address, boolean signedIn) {
    sockets.decrementAndGet();
    if (!signedIn) {
      signedOut.decrementAndGet();
    }
  }

  @Override
  public void tryToEnter(String address) {
    if (failedEnters.get() >= mostFailedEnters) {
      throw Failure.TOO_FAST.afterMs(2_000);
    }
    failedEnters.incrementAndGet();
  }

  @Override
  public void enteredWell(String address) {
    failedEnters.decrementAndGet();
  }

  @Override
  public void open(String address) {
    if (opens.get() >= mostOpens) {
      throw Failure.TOO_FAST.afterMs(120_000);
    }
    opens.incrementAndGet();
  }

  @Override
  public void openedNothing(String address) {
    opens.decrementAndGet();
  }
}
