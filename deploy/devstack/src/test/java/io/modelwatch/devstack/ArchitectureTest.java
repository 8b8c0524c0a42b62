package io.modelwatch.devstack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.modelwatch.devstack", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule storesKnowNeitherLauncherNorDemo = noClasses()
            .that()
            .resideInAPackage("io.modelwatch.devstack")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.modelwatch.devstack.launch..", "io.modelwatch.devstack.demo..");

    @ArchTest
    static final ArchRule demoKnowsOnlyEndpoints = noClasses()
            .that()
            .resideInAPackage("io.modelwatch.devstack.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.modelwatch.devstack", "io.modelwatch.devstack.launch..");
}
