package io.modelwatch.security.limit;

import java.util.ArrayList;
import java.util.List;

/** Whom an address counts as. */
public final class Address {

    private static final int GROUPS_OF_A_NETWORK = 4;
    private static final int GROUPS = 8;

    private Address() {}

    /** An IPv4 address as it is; of an IPv6 address the network (/64), since one host has all of it. */
    public static String counted(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        if (plain.indexOf(':') < 0 || plain.indexOf('.') >= 0) {
            return plain;
        }
        int gap = plain.indexOf("::");
        List<String> groups = new ArrayList<>(groups(gap < 0 ? plain : plain.substring(0, gap)));
        if (gap >= 0) {
            List<String> after = groups(plain.substring(gap + 2));
            while (groups.size() + after.size() < GROUPS) {
                groups.add("0");
            }
            groups.addAll(after);
        }
        return String.join(":", groups.subList(0, Math.min(GROUPS_OF_A_NETWORK, groups.size())));
    }

    private static List<String> groups(String part) {
        return part.isEmpty() ? List.of() : List.of(part.split(":"));
    }
}
