package io.modelwatch.alertrouter.outgoing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses may be asked. Link-local, multicast and unspecified addresses and the metadata services of clouds are
 * refused unless they are allowed. What counts is the address that a name stands for at the time of the connection.
 */
public final class AddressPolicy {

    /** Everything but what is refused by itself. */
    public static final AddressPolicy DEFAULT = new AddressPolicy(List.of(), List.of(), false);

    /** Where clouds tell machines their secrets: Amazon's and others', Alibaba's, Oracle's, and Amazon's by IPv6. */
    private static final List<Network> METADATA = List.of(
            Network.parse("169.254.169.254"),
            Network.parse("100.100.100.200"),
            Network.parse("192.0.0.192"),
            Network.parse("fd00:ec2::254"));

    private static final List<Network> NOWHERE =
            List.of(Network.parse("0.0.0.0/8"), Network.parse("240.0.0.0/4"), Network.parse("64:ff9b::/96"));

    private final Entries allow;
    private final Entries deny;
    private final boolean onlyAllowed;

    /**
     * A policy.
     *
     * @throws IllegalArgumentException when an entry is no host, domain, address or network
     */
    public AddressPolicy(List<String> allow, List<String> deny, boolean onlyAllowed) {
        this.allow = Entries.of(allow);
        this.deny = Entries.of(deny);
        this.onlyAllowed = onlyAllowed;
    }

    /** The policy of the settings. */
    public static AddressPolicy of(OutgoingSettings settings) {
        return new AddressPolicy(
                settings.allow().orElse(List.of()), settings.deny().orElse(List.of()), settings.onlyAllowed());
    }

    /**
     * Whether a host may be asked at an address.
     *
     * @param host as the URL names it
     * @param address that it stands for
     * @param loopback whether this machine itself may be asked without being allowed
     */
    public boolean permits(String host, InetAddress address, boolean loopback) {
        InetAddress real = Network.real(address);
        if (deny.have(host, real)) {
            return false;
        }
        if (allow.have(host, real)) {
            return true;
        }
        return !onlyAllowed && !refusedByItself(real) && (loopback || !real.isLoopbackAddress());
    }

    /** Whether a host may be asked by its name alone, because a proxy looks for its address. */
    public boolean permitsName(String host) {
        if (deny.haveName(host)) {
            return false;
        }
        return allow.haveName(host) || (!onlyAllowed && !metadataName(host));
    }

    private static boolean metadataName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return "metadata.google.internal".equals(name) || "metadata".equals(name);
    }

    private static boolean refusedByItself(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || METADATA.stream().anyMatch(each -> each.has(address))
                || NOWHERE.stream().anyMatch(each -> each.has(address));
    }

    /** Names and networks. */
    private record Entries(List<String> names, List<Network> networks) {

        static Entries of(List<String> texts) {
            List<String> names = new ArrayList<>();
            List<Network> networks = new ArrayList<>();
            for (String text : texts) {
                String entry = text.strip().toLowerCase(Locale.ROOT);
                if (Network.looksLike(entry)) {
                    networks.add(Network.parse(entry));
                } else if (entry.matches("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")) {
                    names.add(entry);
                } else {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" is no host, *.domain, address or network such as 10.0.0.0/8");
                }
            }
            return new Entries(List.copyOf(names), List.copyOf(networks));
        }

        boolean have(String host, InetAddress address) {
            return haveName(host) || networks.stream().anyMatch(each -> each.has(address));
        }

        boolean haveName(String host) {
            String name = host.toLowerCase(Locale.ROOT);
            return names.stream()
                    .anyMatch(each -> each.startsWith("*.") ? name.endsWith(each.substring(1)) : name.equals(each));
        }
    }
}
