package io.modelwatch.observability;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.modelwatch.observability", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theBuilderKnowsNoBoard = noClasses()
            .that()
            .resideInAPackage("..grafana..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..board..");

    @ArchTest
    static final ArchRule boardsKnowNoJson = noClasses()
            .that()
            .resideInAPackage("..board..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");
}
