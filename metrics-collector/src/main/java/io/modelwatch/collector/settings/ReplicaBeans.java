package io.modelwatch.collector.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the replica's name. */
@Singleton
final class ReplicaBeans {

    @Produces
    @Singleton
    Replica replica(ReplicaConfig config) {
        return new Replica(config.name().orElseGet(ReplicaBeans::host));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
