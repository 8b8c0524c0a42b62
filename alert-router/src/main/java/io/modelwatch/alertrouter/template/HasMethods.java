package io.modelwatch.alertrouter.template;

import java.util.Optional;

/** A value with methods. */
interface HasMethods {

    Optional<Function> method(String name);

    /** Its type, as messages and {@code %T} name it. */
    String typeName();
}
