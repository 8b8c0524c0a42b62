package io.modelwatch.security.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** A service to be guarded. */
@Path("/")
public class GuardedResource {

    private final SecurityIdentity identity;
    private final SelfApi self;

    GuardedResource(SecurityIdentity identity, @RestClient SelfApi self) {
        this.identity = identity;
        this.self = self;
    }

    @GET
    public String page() {
        return "<p>page";
    }

    @GET
    @Path("open")
    public String open() {
        return "open";
    }

    @GET
    @Path("api/v1/things")
    public String things() {
        return identity.isAnonymous() ? "nobody" : identity.getPrincipal().getName();
    }

    @POST
    @Path("api/v1/things")
    public String askOther() {
        return self.things();
    }

    @POST
    @Path("api/v1/records")
    public long records(InputStream body) throws IOException {
        return body.transferTo(OutputStream.nullOutputStream());
    }

    @DELETE
    @Path("api/v1/things/{id}")
    public void delete(@PathParam("id") String id) {
        if (id.equals("missing")) {
            throw new NotFoundException();
        }
    }

    @GET
    @Path("api/v1/original/{id}")
    public String original(@PathParam("id") String id) {
        return id;
    }

    @GET
    @Path("api/v1/nobody-listed-this")
    public String unlisted() {
        return "unlisted";
    }

    @POST
    @Path("_bulk")
    public long bulk(InputStream body) throws IOException {
        return records(body);
    }

    @GET
    @Path("_license")
    public String license() {
        return "basic";
    }

    @POST
    @Path("api/v2/silences")
    public String silence() {
        return "silenced";
    }
}
