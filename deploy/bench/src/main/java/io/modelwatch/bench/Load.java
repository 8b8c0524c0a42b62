package io.modelwatch.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Requests over a fixed number of kept connections, each sending the next when the last is answered. Writes HTTP/1.1 by
 * hand: on a machine of two cores a full client would take the processor from the server that is measured.
 */
final class Load {

    /**
     * What came of it.
     *
     * @param requests answered requests
     * @param failed those with another status than 2xx
     * @param seconds wall time
     * @param latency of each request, microseconds
     */
    record Result(long requests, long failed, double seconds, Histogram latency) {

        double rate() {
            return requests / seconds;
        }

        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private Load() {}

    /** A request as it goes over the wire. */
    static byte[] request(String method, URI url, String contentType, byte[] body) {
        String head = method + " " + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
                + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAccept: */*\r\n"
                + (body.length == 0 && method.equals("GET")
                        ? ""
                        : "Content-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        byte[] prefix = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[prefix.length + body.length];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        System.arraycopy(body, 0, whole, prefix.length, body.length);
        return whole;
    }

    /**
     * Sends {@code count} requests.
     *
     * @param requests the n-th request as {@link #request} makes it; called by several threads
     * @throws IOException when the server cannot be talked to
     */
    static Result run(URI server, int connections, long count, LongFunction<byte[]> requests) throws IOException {
        AtomicLong next = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        Histogram latency = new Histogram(60_000_000L, 3);
        long start = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(workers.submit(() -> {
                    Histogram own = new Histogram(60_000_000L, 3);
                    try (Connection connection = new Connection(server)) {
                        for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                            byte[] request = requests.apply(n);
                            long sent = System.nanoTime();
                            int status = connection.exchange(request);
                            own.recordValue(Math.min((System.nanoTime() - sent) / 1000, 59_000_000L));
                            if (status / 100 != 2) {
                                failed.incrementAndGet();
                            }
                        }
                    }
                    synchronized (latency) {
                        latency.add(own);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException failure) {
            throw new IOException("load broke: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return new Result(count, failed.get(), (System.nanoTime() - start) / 1e9, latency);
    }

    /** One kept connection; used by one thread. */
    private static final class Connection implements AutoCloseable {

        private final InetSocketAddress address;
        private Socket socket;
        private InputStream in;
        private OutputStream out;

        Connection(URI server) throws IOException {
            address = new InetSocketAddress(server.getHost(), server.getPort());
            socket = connect();
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = socket.getOutputStream();
        }

        private Socket connect() throws IOException {
            Socket connected = new Socket();
            connected.setTcpNoDelay(true);
            connected.setSoTimeout(60_000);
            connected.connect(address, 5_000);
            return connected;
        }

        /** Sends and reads the whole answer; the status. */
        int exchange(byte[] request) throws IOException {
            out.write(request);
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            long length = 0;
            boolean chunked = false;
            boolean close = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Long.parseLong(lower.substring(15).trim());
                } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                    chunked = true;
                } else if (lower.startsWith("connection:") && lower.contains("close")) {
                    close = true;
                }
            }
            if (chunked) {
                for (long size = chunk(); size > 0; size = chunk()) {
                    in.skipNBytes(size + 2);
                }
                line();
            } else {
                in.skipNBytes(length);
            }
            if (close) {
                socket.close();
                socket = connect();
                in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                out = socket.getOutputStream();
            }
            return status;
        }

        private long chunk() throws IOException {
            return Long.parseLong(line().split(";", 2)[0].trim(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new IOException("the server closed the connection");
                }
                if (read != '\r') {
                    line.append((char) read);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
