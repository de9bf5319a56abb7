package io.nobooks;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address alone.
 * Nothing here ever asks a name server.
 */
public final class Cidr {
  /** What is allowed, for the message that refuses anything else. */
  public static final String ALLOWED =
      "an IPv4 or IPv6 address, alone or with /bits as in \"10.0.0.0/8\"";

  private final byte[] network;
  private final int bits;
  private final String text;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
    this.text = literal(network) + "/" + bits;
  }

  /**
   * Reads a block; bits of the host part are dropped.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(text);
    }
    byte[] bytes = address.getAddress();
    int most = bytes.length * 8;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
    return new Cidr(masked(bytes, bits), bits);
  }

  /** The address that a literal such as {@code ::1} means, or null for any other text. */
  public static @Nullable InetAddress address(String literal) {
    return NetUtil.createInetAddressFromIpAddressString(literal);
  }

  /** Whether an address is of this block; an IPv4 address is never of an IPv6 block. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
  }

  /** The same for an address as limits count it: IPv4, or an IPv6 with {@code /64} behind. */
  public boolean contains(String counted) {
    int subnet = counted.indexOf('/');
    InetAddress address = address(subnet < 0 ? counted : counted.substring(0, subnet));
    return address != null && contains(address);
  }

  /** Whether this names a part of one IPv6 /64, which limits cannot tell apart. */
  public boolean splitsSubnet() {
    return network.length == 16 && bits > 64 && !text.equals("::1/128");
  }

  private static int bits(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(text);
  }

  private static byte[] masked(byte[] bytes, int bits) {
    byte[] masked = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.min(8, Math.max(0, bits - i * 8));
      masked[i] = (byte) (bytes[i] & (0xff00 >> kept));
    }
    return masked;
  }

  private static String literal(byte[] bytes) {
    return NetUtil.bytesToIpAddress(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr cidr && cidr.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The block's own spelling, with the host part zero. */
  @Override
  public String toString() {
    return text;
  }
}
