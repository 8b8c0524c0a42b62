package io.modelwatch.security.http;

import io.modelwatch.security.limit.Address;
import io.modelwatch.security.user.User;
import io.modelwatch.security.user.Users;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and passwords. A password that was right before is known at once; any other costs a slow hash, on threads
 * of its own and never more than some at a time, so that guessing cannot take the machine.
 */
@ApplicationScoped
public class PasswordProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final int THREADS = 2;
    private static final int MOST_AT_ONCE = 64;
    private static final String UNKNOWN = "unknown";

    private final CurrentUsers users;
    private final Limits limits;
    private final WorkerExecutor hashing;
    private final AtomicInteger beingChecked = new AtomicInteger();

    PasswordProvider(CurrentUsers users, Limits limits, Vertx vertx) {
        this.users = users;
        this.limits = limits;
        this.hashing = vertx.createSharedWorkerExecutor("modelwatch-passwords", THREADS);
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        Users now = users.now();
        String name = request.getUsername();
        String password = new String(request.getPassword().getPassword());
        Optional<User> known = now.remembered(name, password);
        if (known.isPresent()) {
            return Uni.createFrom().item(identity(known.get()));
        }
        String address = address(HttpSecurityUtils.getRoutingContextAttribute(request));
        Duration wait = limits.afterFailures(address);
        if (wait.isPositive()) {
            return Uni.createFrom().failure(new TooManyFailuresException(wait));
        }
        if (beingChecked.incrementAndGet() > MOST_AT_ONCE) {
            beingChecked.decrementAndGet();
            return Uni.createFrom().failure(new TooManyFailuresException(Duration.ofSeconds(1)));
        }
        return Uni.createFrom()
                .completionStage(() -> hashing.executeBlocking(() -> now.check(name, password), false)
                        .onComplete(checked -> beingChecked.decrementAndGet())
                        .toCompletionStage())
                .map(user -> user.map(PasswordProvider::identity).orElseThrow(() -> {
                    limits.failure(address);
                    return new AuthenticationFailedException();
                }));
    }

    private static String address(@Nullable RoutingContext context) {
        return context == null
                ? UNKNOWN
                : Address.counted(context.request().remoteAddress().hostAddress());
    }

    private static SecurityIdentity identity(User user) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user.name()))
                .addRoles(user.roles())
                .build();
    }

    @PreDestroy
    void close() {
        hashing.close();
    }
}
