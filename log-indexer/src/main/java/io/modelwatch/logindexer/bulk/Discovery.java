package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * What shippers are told of a cluster: that it is there and in order, of which version it is, and that it has whatever
 * they would set up.
 *
 * @param version of Elasticsearch
 * @param dataStream the data stream, which gives the cluster its identity
 */
record Discovery(String version, String dataStream) {

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private String uuid(String of) {
        return UUID.nameUUIDFromBytes((of + ":" + dataStream).getBytes(UTF_8)).toString();
    }

    ObjectNode root() {
        ObjectNode root = object().put("name", "log-indexer")
                .put("cluster_name", "modelwatch")
                .put("cluster_uuid", uuid("cluster"));
        root.putObject("version")
                .put("number", version)
                .put("build_flavor", "default")
                .put("build_type", "docker")
                .put("build_hash", "0000000000000000000000000000000000000000")
                .put("build_date", "2026-01-01T00:00:00.000Z")
                .put("build_snapshot", false)
                .put("lucene_version", "9.12.0")
                .put("minimum_wire_compatibility_version", "7.17.0")
                .put("minimum_index_compatibility_version", "7.0.0");
        return root.put("tagline", "You Know, for Search");
    }

    ObjectNode license() {
        ObjectNode license = object();
        license.putObject("license")
                .put("status", "active")
                .put("uid", uuid("license"))
                .put("type", "basic")
                .put("mode", "basic");
        return license;
    }

    ObjectNode xpack() {
        ObjectNode xpack = license();
        xpack.putObject("features").putObject("ilm").put("available", true).put("enabled", true);
        return xpack.put("tagline", "You know, for X");
    }

    /** The health in a word: green, or yellow while Elasticsearch is away and documents wait. */
    static String status(boolean reachable) {
        return reachable ? "green" : "yellow";
    }

    ObjectNode health(boolean reachable) {
        return object().put("cluster_name", "modelwatch")
                .put("status", status(reachable))
                .put("timed_out", false)
                .put("number_of_nodes", 1)
                .put("number_of_data_nodes", 1)
                .put("active_primary_shards", 1)
                .put("active_shards", 1)
                .put("relocating_shards", 0)
                .put("initializing_shards", 0)
                .put("unassigned_shards", 0);
    }

    ObjectNode nodes() {
        ObjectNode nodes = object();
        nodes.putObject("nodes");
        return nodes;
    }

    ObjectNode indexTemplate(String name) {
        ObjectNode answer = object();
        ObjectNode template = answer.putArray("index_templates").addObject().put("name", name);
        ObjectNode content = template.putObject("index_template");
        content.putArray("index_patterns");
        content.putArray("composed_of");
        return answer;
    }

    ObjectNode componentTemplate(String name) {
        ObjectNode answer = object();
        ObjectNode template = answer.putArray("component_templates").addObject().put("name", name);
        template.putObject("component_template").putObject("template");
        return answer;
    }

    ObjectNode legacyTemplate(String name) {
        ObjectNode answer = object();
        answer.putObject(name).putArray("index_patterns");
        return answer;
    }

    ObjectNode policies() {
        return object();
    }

    ObjectNode policy(String name) {
        ObjectNode answer = object();
        answer.putObject(name).put("version", 1).putObject("policy").putObject("phases");
        return answer;
    }

    ObjectNode pipeline(String name) {
        ObjectNode answer = object();
        answer.putObject(name).putArray("processors");
        return answer;
    }

    ObjectNode dataStream(String name) {
        ObjectNode answer = object();
        ObjectNode stream = answer.putArray("data_streams").addObject().put("name", name);
        stream.putObject("timestamp_field").put("name", "@timestamp");
        stream.putArray("indices");
        stream.put("generation", 1).put("status", "GREEN").put("template", "logs-llm");
        return answer;
    }

    ObjectNode acknowledged() {
        return object().put("acknowledged", true);
    }
}
