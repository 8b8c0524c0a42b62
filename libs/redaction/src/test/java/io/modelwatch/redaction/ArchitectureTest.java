package io.modelwatch.redaction;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.modelwatch.redaction", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule plainJava = classes()
            .that()
            .resideInAPackage("io.modelwatch.redaction..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.modelwatch.redaction..", "java..", "javax.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule noBacktrackingPatterns = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.modelwatch.redaction.(*)..").should().beFreeOfCycles();
}
