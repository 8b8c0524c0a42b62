package io.modelwatch.alertrouter.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void amazonsSignatureIsThatOfItsRules() {
        Request request = new Request(
                "POST",
                URI.create("https://sns.us-east-1.amazonaws.com/"),
                Map.of(),
                "application/x-www-form-urlencoded",
                "Action=Publish&Message=hello&Subject=s&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Aalerts&Version=2010-03-31");
        AwsSignature.Keys keys = new AwsSignature.Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");

        Request signed = AwsSignature.signed(request, keys, "us-east-1", "sns", Instant.parse("2024-01-02T03:04:05Z"));

        Map<String, String> headers = new TreeMap<>(Map.of(
                "content-type", "application/x-www-form-urlencoded",
                "host", "sns.us-east-1.amazonaws.com",
                "x-amz-date", "20240102T030405Z"));
        assertEquals(
                "63a4fb33efa64a9a22b63e9ae690731b1dff424e1a35df7b639f09ff1460b10e",
                Signature.sha256(AwsSignature.canonical(request, headers, "content-type;host;x-amz-date")));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240102/us-east-1/sns/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=8ab96b9f6823dabcb207798077bc0067dfe598154ad89ceb8609f4177ad96e65",
                signed.headers().get("Authorization"));
    }

    @Test
    void oddPortsAreSignedAsTheyAreSent() {
        assertEquals("h:8443", AwsSignature.host(URI.create("https://h:8443/x")));
        assertEquals("h", AwsSignature.host(URI.create("https://h:443/x")));
    }
}
