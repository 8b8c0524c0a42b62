package io.modelwatch.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.modelwatch.collector", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** What stands at an edge: HTTP, the database, other services, configuration, putting together. */
    private static final String EDGE = ".*(Resource|Store|Row|Api|Client|Config|Config\\$.*|Beans|Customizer)(_.*)?";

    @ArchTest
    static final ArchRule rulesKnowNoFramework = noClasses()
            .that()
            .haveNameNotMatching(EDGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx..", "io.smallrye..", "org.hibernate..");

    @ArchTest
    static final ArchRule moneyAndWindowsKnowNoEdge = noClasses()
            .that()
            .resideInAnyPackage("..request..", "..cost..", "..window..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..ingest..", "..forward..", "..exposition..", "..sample..", "..health..");

    @ArchTest
    static final ArchRule featuresFormNoCycle =
            slices().matching("io.modelwatch.collector.(*)..").should().beFreeOfCycles();
}
