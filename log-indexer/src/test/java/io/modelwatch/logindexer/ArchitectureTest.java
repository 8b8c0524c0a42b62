package io.modelwatch.logindexer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.Finishing;

@AnalyzeClasses(packages = "io.modelwatch.logindexer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rulesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage("..spool..", "..document..", "..delivery..", "..redaction..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..",
                    "io.quarkus..",
                    "io.vertx..",
                    "io.smallrye..",
                    "org.hibernate..",
                    "co.elastic..",
                    "org.elasticsearch..");

    @ArchTest
    static final ArchRule theSpoolKnowsNobody = noClasses()
            .that()
            .resideInAPackage("..spool..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "io.modelwatch.logindexer.spool..", "org.jspecify..");

    @ArchTest
    static final ArchRule whatLeavesMemoryIsRedacted = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Finishing.class.getName())
            .should()
            .callConstructor(Document.class, String.class, String.class, byte[].class);

    @ArchTest
    static final ArchRule featuresFormNoCycle =
            slices().matching("io.modelwatch.logindexer.(*)..").should().beFreeOfCycles();
}
