package io.modelwatch.alertrouter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.modelwatch.alertrouter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] FRAMEWORKS = {
        "jakarta..", "io.quarkus..", "io.vertx..", "io.smallrye..", "org.hibernate.."
    };

    @ArchTest
    static final ArchRule languagePackagesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(
                    "..label..",
                    "..template..",
                    "..time..",
                    "..yaml..",
                    "..interval..",
                    "..route..",
                    "..inhibit..",
                    "..receiver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule rulesKnowNoFramework = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(Alert|PostedAlert|AlertBook|AlertChanges|AlertFilter|Suppression|Silence|SilenceDraft"
                            + "|FlushPlan|GroupTimer|Seen|Membership|HeldLeases|NotificationReason|Notification|Backoff"
                            + "|WebhookPayload|Evaluation|AlertingRule|ThresholdRule|PrometheusRule|RuleReader|PrometheusRuleReader|ConfigReader|EffectiveConfig)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule featuresFormNoCycle =
            slices().matching("io.modelwatch.alertrouter.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingPrints =
            noClasses().should().accessClassesThat().belongToAnyOf(java.io.PrintStream.class);

    @ArchTest
    static final ArchRule resourcesSitWithTheirFeature =
            classes().that().haveSimpleNameEndingWith("Resource").should().resideOutsideOfPackage("..api..");
}
