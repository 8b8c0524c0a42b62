package io.modelwatch.security.user;

import java.util.Set;

/**
 * Somebody who gives a name and a password.
 *
 * @param roles names of roles
 */
public record User(String name, PasswordHash hash, Set<String> roles) {

    public User {
        roles = Set.copyOf(roles);
    }
}
