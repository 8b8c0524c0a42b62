package io.modelwatch.security.http;

import io.modelwatch.security.user.Users;
import io.modelwatch.security.user.UsersFile;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** The users of the file as it is now. Thread-safe. */
@ApplicationScoped
public class CurrentUsers {

    private volatile Users users = Users.none();

    void watch(SecuritySettings settings, Vertx vertx) {
        settings.usersFile()
                .ifPresent(path -> new WatchedFile(
                                "modelwatch.security.users-file",
                                path,
                                text -> users = UsersFile.read(text).after(users))
                        .watch(vertx, settings.reload()));
    }

    Users now() {
        return users;
    }
}
