package io.modelwatch.security.http;

import io.modelwatch.security.access.Access;
import io.modelwatch.security.access.AccessTable;
import io.modelwatch.security.access.Role;
import io.modelwatch.security.audit.AuditEvent.Outcome;
import io.modelwatch.security.limit.Address;
import io.modelwatch.security.origin.Loopback;
import io.modelwatch.security.origin.OriginCheck;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in or answers it, before any resource, page or health check sees it. Runs on the event loop and never
 * blocks it. Credentials are looked at only where the path needs a role, so that wrong ones do no harm at an open path.
 */
@ApplicationScoped
public class SecurityGate {

    /** After Quarkus has made ready to look at credentials (200), before everything that answers. */
    private static final int PRIORITY = 150;

    private static final String NOBODY = "anonymous";

    private final AccessTable table;
    private final OriginCheck origins;
    private final Limits limits;
    private final Audit audit;
    private final StartCheck checked;
    private final TokenMemory tokens = new TokenMemory(InstantSource.system());

    SecurityGate(AccessTable table, SecuritySettings settings, Limits limits, Audit audit, StartCheck checked) {
        this.table = table;
        this.origins = new OriginCheck(settings.trustedOrigins().orElse(Set.of()));
        this.limits = limits;
        this.audit = audit;
        this.checked = checked;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        Access access = table.of(request.method().name(), context.normalizedPath());
        Visit visit = new Visit(context, access, address(request));
        Credentials credentials = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        Refusal misled = misled(request, credentials);
        if (misled != null) {
            refuse(visit, NOBODY, misled);
        } else if (checked.off()) {
            letIn(visit, NOBODY);
        } else if (access.open()) {
            letInUnlessTooMany(visit, NOBODY, visit.address());
        } else if (credentials == Credentials.NONE) {
            refuse(visit, NOBODY, Refusal.of(SecurityProblem.UNAUTHENTICATED, missing(access)));
        } else if (credentials == Credentials.BEARER && !checked.tokens()) {
            refuse(visit, NOBODY, Refusal.of(SecurityProblem.UNAUTHENTICATED, "tokens are not accepted here"));
        } else {
            Optional<SecurityIdentity> known = tokens.remembered(request.getHeader(HttpHeaders.AUTHORIZATION));
            known.ifPresentOrElse(
                    identity -> decide(visit, QuarkusHttpUser.setIdentity(identity, context)), () -> identify(visit));
        }
    }

    /** A request that somebody else's page had a browser send. */
    private @Nullable Refusal misled(HttpServerRequest request, Credentials credentials) {
        String host = host(request);
        if (checked.off() && !Loopback.isHostHeader(host)) {
            return Refusal.of(
                    SecurityProblem.WRONG_HOST,
                    "while security is off the service is reached as localhost or 127.0.0.1 only");
        }
        boolean socket = "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
        Optional<String> reason = origins.refusal(new OriginCheck.Request(
                socket ? OriginCheck.SOCKET : request.method().name(),
                host,
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader("Sec-Fetch-Site"),
                credentials == Credentials.BEARER));
        return reason.map(detail -> Refusal.of(SecurityProblem.FOREIGN_ORIGIN, detail))
                .orElse(null);
    }

    private void identify(Visit visit) {
        BiConsumer<RoutingContext, Throwable> quarkusAnswer = SecurityGate::leftToTheGate;
        visit.context().put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, quarkusAnswer);
        Context here = Vertx.currentContext();
        Uni<SecurityIdentity> identity = QuarkusHttpUser.getSecurityIdentity(visit.context(), null);
        identity.subscribe()
                .with(
                        somebody -> on(here, () -> {
                            tokens.remember(visit.context().request().getHeader(HttpHeaders.AUTHORIZATION), somebody);
                            decide(visit, somebody);
                        }),
                        failure -> on(here, () -> notIdentified(visit, failure)));
    }

    /** What Quarkus does when credentials are wrong; it would answer in words of its own. */
    private static void leftToTheGate(RoutingContext context, Throwable failure) {}

    private static void on(@Nullable Context context, Runnable step) {
        if (context == null || context.equals(Vertx.currentContext())) {
            step.run();
        } else {
            context.runOnContext(nothing -> step.run());
        }
    }

    private void decide(Visit visit, @Nullable SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            refuse(visit, NOBODY, Refusal.of(SecurityProblem.UNAUTHENTICATED, missing(visit.access())));
            return;
        }
        String principal = identity.getPrincipal().getName();
        if (visit.access().allows(Role.granted(identity.getRoles()))) {
            letInUnlessTooMany(visit, principal, principal);
        } else {
            refuse(
                    visit,
                    principal,
                    Refusal.of(
                            SecurityProblem.FORBIDDEN,
                            "'" + principal + "' needs the role "
                                    + visit.access().needed() + " for this"));
        }
    }

    private void notIdentified(Visit visit, Throwable failure) {
        switch (failure) {
            case TooManyFailuresException tooMany ->
                refuse(visit, NOBODY, Refusal.tooMany("too many passwords were wrong", tooMany.retryAfter()));
            case AuthenticationFailedException wrong -> {
                if (limits.auditsFailure(visit.address())) {
                    audit.write(visit, NOBODY, Outcome.REFUSED, SecurityProblem.UNAUTHENTICATED.status());
                }
                refuse(visit, NOBODY, Refusal.of(SecurityProblem.UNAUTHENTICATED, "the credentials are not valid"));
            }
            default -> visit.context().fail(failure);
        }
    }

    private void letInUnlessTooMany(Visit visit, String principal, String counted) {
        Duration wait = limits.request(visit.access(), counted);
        if (wait.isPositive()) {
            refuse(visit, principal, Refusal.tooMany("'" + counted + "' asks more often than is allowed", wait));
        } else {
            letIn(visit, principal);
        }
    }

    private void letIn(Visit visit, String principal) {
        RoutingContext context = visit.context();
        if (visit.access().audited()) {
            audit.whenAnswered(visit, principal);
        }
        context.next();
    }

    private void refuse(Visit visit, String principal, Refusal refusal) {
        if (visit.access().audited() && !principal.equals(NOBODY)) {
            audit.write(visit, principal, Outcome.REFUSED, refusal.status());
        }
        visit.answer(refusal, table.shape(visit.context().normalizedPath()));
    }

    private static String missing(Access access) {
        return "credentials with the role " + access.needed() + " are needed";
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? NOBODY
                : Address.counted(request.remoteAddress().hostAddress());
    }

    private static @Nullable String host(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.HOST);
        HostAndPort authority = header == null ? request.authority() : null;
        return authority == null ? header : authority.toString();
    }
}
