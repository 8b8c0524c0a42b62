package io.modelwatch.devstack;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@code @QuarkusTest} class a PostgreSQL database of its own and a namespace of its own in Elasticsearch, in
 * the servers that all tests of the run share. Quarkus restarts for the class.
 *
 * <p>Sets {@code quarkus.datasource.*}, {@code quarkus.elasticsearch.hosts} and {@code modelwatch.test.namespace}, which
 * is lower-case, unique and fit for names of indices and databases.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@WithTestResource(value = OwnStoresResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
public @interface OwnStores {}
