package io.modelwatch.alertrouter.status;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/** Reloads on SIGHUP, as Alertmanager does. Where signals cannot be had nothing happens: there is the path for it. */
@ApplicationScoped
class HangUp {

    private static final Logger LOG = Logger.getLogger(HangUp.class);

    private final ManagementResource management;

    HangUp(ManagementResource management) {
        this.management = management;
    }

    /** By reflection, since the classes are no part of the platform's API. */
    void start(@Observes StartupEvent event) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reload = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            Thread.ofVirtual().name("hang-up").start(management::reload);
                            yield null;
                        }
                        case "hashCode" -> 1;
                        case "equals" -> false;
                        default -> "HangUp";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), reload);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.infof("SIGHUP is not listened to, POST /-/reload does the same reason=\"%s\"", e.getMessage());
        }
    }
}
