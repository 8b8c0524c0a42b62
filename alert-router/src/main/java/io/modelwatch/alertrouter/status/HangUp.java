package io.modelwatch.alertrouter.status;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/** The signal SIGHUP reloads the configuration, as it does in Alertmanager. */
@ApplicationScoped
class HangUp {

    private static final Logger LOG = Logger.getLogger(HangUp.class);

    private final ManagementResource management;

    HangUp(ManagementResource management) {
        this.management = management;
    }

    /** By reflection, since the JDK has signals only in a package that it does not promise to keep. */
    void listen(@Observes StartupEvent event) {
        InvocationHandler reload = (proxy, method, arguments) -> {
            if ("handle".equals(method.getName())) {
                Thread.ofVirtual().name("reload").start(management::reload);
            }
            return null;
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, reload);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.infof("SIGHUP does not reload here, POST /-/reload does reason=\"%s\"", e);
        }
    }
}
