package org.polarfold;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * What may know what in this module, and how its classes are made. Rules are methods, since
 * Surefire leaves rules that are fields out where tests are chosen by name.
 */
@AnalyzeClasses(packages = "org.polarfold", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "org.polarfold";

  @ArchTest
  static void onlyTheDeclaredLibrariesAreUsed(JavaClasses imported) {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.imageio..",
            "org.polarfold..",
            "com.typesafe.config..",
            "com.fasterxml.jackson..",
            "org.apache.commons.math3..",
            "org.apache.commons.csv..",
            "freemarker..",
            "org.jsoup..",
            "com.github.weisj.jsvg..",
            "org.jspecify.annotations..")
        .because("Spark, Hadoop and Deeplearning4j are known to spark-jobs only")
        .check(imported);
  }

  @ArchTest
  static void theRootKnowsNoPackage(JavaClasses imported) {
    only(ROOT).check(imported);
  }

  @ArchTest
  static void studyKnowsOnlyTheRoot(JavaClasses imported) {
    only("study", ROOT).check(imported);
  }

  @ArchTest
  static void provenanceKnowsOnlyTheRoot(JavaClasses imported) {
    only("provenance", ROOT).check(imported);
  }

  @ArchTest
  static void exportKnowsStudiesAndDigests(JavaClasses imported) {
    only("export", ROOT, "study", "provenance").check(imported);
  }

  @ArchTest
  static void onlyTheSimulationExports(JavaClasses imported) {
    noClasses()
        .that()
        .resideOutsideOfPackages(named("export"), named("simulate"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(named("export"))
        .check(imported);
  }

  @ArchTest
  static void experimentKnowsStudiesAndProvenance(JavaClasses imported) {
    only("experiment", ROOT, "study", "provenance").check(imported);
  }

  @ArchTest
  static void splitKnowsTheExperiment(JavaClasses imported) {
    only("split", ROOT, "study", "provenance", "experiment").check(imported);
  }

  @ArchTest
  static void evaluationIsBlindToHowPredictionsCameAbout(JavaClasses imported) {
    none("evaluate", "simulate", "report", "split", "experiment", "fairness", "reference")
        .check(imported);
  }

  @ArchTest
  static void fairnessKnowsWhatItPartsByGroup(JavaClasses imported) {
    only("fairness", ROOT, "study", "evaluate").check(imported);
  }

  @ArchTest
  static void theImperfectReferenceKnowsWhatItMoves(JavaClasses imported) {
    only("reference", ROOT, "study", "evaluate").check(imported);
  }

  @ArchTest
  static void theReportIsAFunctionOfTheRunsFiles(JavaClasses imported) {
    none("report", "evaluate", "fairness", "simulate", "split", "experiment").check(imported);
  }

  @ArchTest
  static void theEvidenceIsAFunctionOfARunsFiles(JavaClasses imported) {
    only("evidence", ROOT, "study", "provenance", "experiment", "report").check(imported);
  }

  @ArchTest
  static void onlyTheEvidenceKnowsHowFiguresLeaveThePage(JavaClasses imported) {
    noClasses()
        .that()
        .resideOutsideOfPackage(named("evidence"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jsoup..", "com.github.weisj.jsvg..", named("evidence"))
        .check(imported);
  }

  @ArchTest
  static void theSimulationKnowsNotHowItIsJudged(JavaClasses imported) {
    none("simulate", "evaluate", "report", "split").check(imported);
  }

  @ArchTest
  static void coverageKnowsWhatItJudges(JavaClasses imported) {
    only("coverage", ROOT, "study", "provenance", "evaluate").check(imported);
  }

  @ArchTest
  static void theAuditKnowsNeitherLabelsNorPredictions(JavaClasses imported) {
    only("audit", ROOT, "study", "provenance", "familiarity").check(imported);
  }

  @ArchTest
  static void stressKnowsMapsAndWhatIsSimulatedOfThem(JavaClasses imported) {
    only("stress", ROOT, "study", "provenance", "simulate").check(imported);
  }

  @ArchTest
  static void familiarityAndHarmonisationKnowNumbersAlone(JavaClasses imported) {
    only("familiarity", ROOT).check(imported);
    only("harmonise", ROOT).check(imported);
  }

  @ArchTest
  static void nothingKnowsHowItIsJudged(JavaClasses imported) {
    for (String judge : new String[] {"coverage", "planted"}) {
      noClasses()
          .that()
          .resideOutsideOfPackage(named(judge))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(named(judge))
          .check(imported);
    }
  }

  @ArchTest
  static void packagesHaveNoCycles(JavaClasses imported) {
    slices().matching("org.polarfold.(*)..").should().beFreeOfCycles().check(imported);
  }

  @ArchTest
  static void classesAreFinalAndInterfacesSaySo(JavaClasses imported) {
    classes()
        .that(areWritten())
        .and()
        .areNotInterfaces()
        .and(not(describe("are sealed", type -> type.reflect().isSealed())))
        .should(haveModifier(JavaModifier.FINAL))
        .because("nothing here is made to be inherited from")
        .check(imported);
  }

  @ArchTest
  static void noAbstractClasses(JavaClasses imported) {
    noClasses()
        .that(areWritten())
        .and()
        .areNotInterfaces()
        .should(haveModifier(ABSTRACT))
        .because("a choice is a sealed interface")
        .check(imported);
  }

  @ArchTest
  static void namesSayWhatAClassIs(JavaClasses imported) {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?")
        .orShould()
        .resideInAnyPackage("..util..", "..utils..", "..helpers..", "..misc..")
        .check(imported);
  }

  @ArchTest
  static void nothingIsPrinted(JavaClasses imported) {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(imported);
  }

  @ArchTest
  static void nothingIsDrawnWithoutASeed(JavaClasses imported) {
    noClasses()
        .should()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .because("the same seed must give the same figures")
        .check(imported);
  }

  @ArchTest
  static void everyPackageSaysThatItIsNullMarked(JavaClasses imported) {
    Set<JavaPackage> packages =
        imported.stream()
            .map(JavaClass::getPackage)
            .filter(p -> p.getName().startsWith(ROOT))
            .collect(Collectors.toSet());

    assertThat(packages)
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(
            p ->
                assertThat(p.tryGetPackageInfo())
                    .as("package-info of %s", p.getName())
                    .hasValueSatisfying(
                        info -> assertThat(info.isAnnotatedWith(NullMarked.class)).isTrue()));
  }

  /** Classes that a person wrote by name: no enum constants with a body, no switch tables. */
  private static DescribedPredicate<JavaClass> areWritten() {
    return describe(
        "are written by name",
        type ->
            !type.isAnonymousClass()
                && !type.isEnum()
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !type.getSimpleName().equals("package-info"));
  }

  private static ArchRule only(String from, String... to) {
    String[] known = new String[to.length + 1];
    for (int i = 0; i < to.length; i++) {
      known[i] = named(to[i]);
    }
    known[to.length] = named(from);
    return classes()
        .that()
        .resideInAPackage(named(from))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(known).or(not(resideInAnyPackage("org.polarfold.."))));
  }

  private static ArchRule none(String from, String... to) {
    String[] unknown = new String[to.length];
    for (int i = 0; i < to.length; i++) {
      unknown[i] = named(to[i]);
    }
    return noClasses()
        .that()
        .resideInAPackage(named(from))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unknown);
  }

  private static String named(String name) {
    return name.equals(ROOT) ? ROOT : ROOT + "." + name + "..";
  }
}
