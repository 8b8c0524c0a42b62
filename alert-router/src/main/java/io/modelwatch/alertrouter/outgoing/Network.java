package io.modelwatch.alertrouter.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network of addresses, or one address.
 *
 * @param address of the network
 * @param bits that all its addresses share
 */
record Network(InetAddress address, int bits) {

    private static final int V4_BYTES = 4;
    private static final int MAPPED = 10;

    /** Whether a text is meant to be an address or a network, not a name. */
    static boolean looksLike(String text) {
        return text.indexOf(':') >= 0 || text.matches("[0-9.]+(/[0-9]+)?");
    }

    /**
     * Reads an address, or a network such as 10.0.0.0/8.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!looksLike(host) || (host.indexOf(':') < 0 && !host.matches("\\d+\\.\\d+\\.\\d+\\.\\d+"))) {
                throw new IllegalArgumentException("\"" + text + "\" is no address or network");
            }
            InetAddress address = InetAddress.getByName(host);
            int all = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("\"" + text + "\" is no network: it has " + all + " bits");
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no address or network", e);
        }
    }

    /** An IPv4 address that is written as an IPv6 one, or is reached through 6to4, is the IPv4 one. */
    static InetAddress real(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == V4_BYTES) {
            return address;
        }
        boolean mapped = bytes[MAPPED] == (byte) 0xFF && bytes[MAPPED + 1] == (byte) 0xFF;
        boolean zeros = true;
        for (int i = 0; i < MAPPED; i++) {
            zeros &= bytes[i] == 0;
        }
        boolean compatible = zeros && bytes[MAPPED] == 0 && bytes[MAPPED + 1] == 0 && bytes[MAPPED + 2] != 0;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        try {
            if ((zeros && mapped) || compatible) {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED + 2, bytes.length));
            }
            return sixToFour ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 2 + V4_BYTES)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean has(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int shared = Math.min(Byte.SIZE, bits - bit);
            int mask = 0xFF << (Byte.SIZE - shared) & 0xFF;
            if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
