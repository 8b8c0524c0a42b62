package io.modelwatch.alertrouter.outgoing;

import java.net.UnknownHostException;

/** A host that must not be asked, by the policy on addresses. */
public final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String host) {
        super("the address of " + host + " is not allowed by alert-router.outgoing");
    }
}
