package io.modelwatch.alertrouter.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, false",
        "169.254.1.1, false",
        "100.100.100.200, false",
        "fd00:ec2::254, false",
        "fe80::1, false",
        "::ffff:169.254.169.254, false",
        "2002:a9fe:a9fe::1, false",
        "64:ff9b::a9fe:a9fe, false",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "10.1.2.3, true",
        "127.0.0.1, true",
        "8.8.8.8, true",
        "2001:db8::1, true"
    })
    void linkLocalAndMetadataAddressesAreRefusedByThemselves(String address, boolean permitted)
            throws UnknownHostException {
        assertEquals(permitted, AddressPolicy.DEFAULT.permits("host", InetAddress.getByName(address), true));
    }

    @Test
    void whatIsDeniedWinsOverWhatIsAllowedAndThatOverTheRest() throws UnknownHostException {
        AddressPolicy policy = new AddressPolicy(
                List.of("169.254.0.0/16", "*.internal.example"),
                List.of("169.254.169.254", "bad.internal.example"),
                false);
        InetAddress linkLocal = InetAddress.getByName("169.254.7.7");

        assertTrue(policy.permits("x", linkLocal, true));
        assertFalse(policy.permits("x", InetAddress.getByName("169.254.169.254"), true));
        assertTrue(policy.permits("good.internal.example", InetAddress.getByName("0.0.0.0"), true));
        assertFalse(policy.permits("bad.internal.example", InetAddress.getByName("8.8.8.8"), true));
    }

    @Test
    void onlyWhatIsAllowedMayBeAskedWhenThatIsWanted() throws UnknownHostException {
        AddressPolicy policy = new AddressPolicy(List.of("10.0.0.0/8", "hooks.slack.com"), List.of(), true);

        assertTrue(policy.permits("x", InetAddress.getByName("10.9.9.9"), true));
        assertTrue(policy.permits("Hooks.Slack.com", InetAddress.getByName("8.8.8.8"), true));
        assertFalse(policy.permits("other", InetAddress.getByName("8.8.8.8"), true));
        assertFalse(policy.permitsName("other"));
    }

    @Test
    void thisMachineIsRefusedWhereItMustBeAllowed() throws UnknownHostException {
        InetAddress here = InetAddress.getByName("127.0.0.1");

        assertFalse(AddressPolicy.DEFAULT.permits("localhost", here, false));
        assertTrue(new AddressPolicy(List.of("localhost"), List.of(), false).permits("localhost", here, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "1.2.3", "::1/129", "a b", "http://x", ""})
    void entryThatMeansNothingIsRefused(String entry) {
        assertThrows(IllegalArgumentException.class, () -> new AddressPolicy(List.of(entry), List.of(), false));
    }
}
