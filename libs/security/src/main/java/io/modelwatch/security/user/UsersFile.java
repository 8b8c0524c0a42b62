package io.modelwatch.security.user;

import com.google.re2j.Pattern;
import io.modelwatch.security.access.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of users, a line each: {@code name:hash:role,role}. Lines that are empty or begin with {@code #} are
 * passed over.
 */
public final class UsersFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final int FIELDS = 3;

    private UsersFile() {}

    /**
     * The users.
     *
     * @throws IllegalArgumentException naming the line, never its hash
     */
    public static Users read(String text) {
        Map<String, User> users = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    User user = user(line.strip());
                    if (users.putIfAbsent(user.name(), user) != null) {
                        throw new IllegalArgumentException("'" + user.name() + "' is there already");
                    }
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return new Users(users);
    }

    private static User user(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "expected name:hash:role,role but there are " + fields.length + " parts between colons");
        }
        if (!NAME.matches(fields[0])) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits and any of . _ @ -");
        }
        Set<String> roles = Set.of(fields[2].split(",", -1));
        for (String role : roles) {
            if (Role.of(role).isEmpty()) {
                throw new IllegalArgumentException("'" + fields[0] + "' has the unknown role '" + role
                        + "'; there are ingest, viewer, operator, admin");
            }
        }
        return new User(fields[0], new PasswordHash(fields[1]), roles);
    }
}
