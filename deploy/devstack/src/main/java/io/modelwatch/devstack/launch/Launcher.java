package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.Ports;
import io.modelwatch.devstack.demo.Endpoints;
import io.modelwatch.devstack.demo.WebhookSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Everything that runs while {@code deploy/up} does: the stack, the webhook sink, the ear for orders. Thread-safe. */
final class Launcher implements AutoCloseable {

    private static final int SINK_PORT = 9095;

    private final Folders folders;
    private final Lock lock;
    private final WebhookSink sink;
    private final Stack stack;
    private final Control control;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Launcher(Folders folders, Lock lock, WebhookSink sink, Stack stack, Control control) {
        this.folders = folders;
        this.lock = lock;
        this.sink = sink;
        this.stack = stack;
        this.control = control;
    }

    /**
     * Starts all and waits until it is ready; {@code state.json} is there then. SIGTERM and Ctrl-C stop all of it.
     *
     * @param config the folder given with {@code --config}
     */
    static Launcher start(Folders folders, @Nullable Path config, boolean freePorts)
            throws IOException, InterruptedException {
        Lock lock = Lock.take(folders);
        State.delete(folders);
        WebhookSink sink = WebhookSink.start(!freePorts && Ports.isFree(SINK_PORT) ? SINK_PORT : 0);
        URI sinkUrl = sink.url();
        Progress progress = new Progress(System.out);
        Stack stack = Stack.start(folders, Configuration.render(folders, config, sinkUrl), freePorts, progress::step);
        Control control = Control.start();
        Launcher launcher = new Launcher(folders, lock, sink, stack, control);
        control.obey(launcher::restart);
        launcher.writeState();
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::closeAtShutdown, "launcher-shutdown"));
        progress.step("all is ready");
        return launcher;
    }

    private void restart(Service service) throws IOException, InterruptedException {
        stack.restart(service);
        writeState();
    }

    private void writeState() throws IOException {
        stack.state(control.address(), sink.url()).write(folders);
    }

    private void closeAtShutdown() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("not everything stopped in an orderly way: " + e.getMessage());
        }
    }

    Endpoints endpoints() {
        return new Endpoints(
                stack.address(Service.METRICS_COLLECTOR),
                stack.address(Service.QUALITY_EVALUATOR),
                stack.address(Service.ALERT_ROUTER),
                stack.address(Service.LOG_INDEXER),
                stack.elasticsearch());
    }

    WebhookSink sink() {
        return sink;
    }

    void printAddresses() {
        for (ServiceProcess service : stack.services()) {
            System.out.printf("  %-18s %s%n", service.service().id(), service.url());
        }
        System.out.printf("  %-18s %s%n", "elasticsearch", stack.elasticsearch());
        System.out.printf("  %-18s %s%n", "webhook sink", sink.url());
        System.out.printf("  %-18s %s%n", "logs", folders.logs());
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            control.close();
            State.delete(folders);
            stack.close();
            sink.close();
            lock.close();
        }
    }
}
