package org.polarfold;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.NullMarked;
import org.polarfold.store.CellStudies;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.UnlabelledStudies;

/**
 * The arrows between packages, and what only some of them may know. Rules are methods, not fields:
 * Surefire neither names nor counts fields.
 */
@AnalyzeClasses(packages = "org.polarfold", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String NOTEBOOK = "org.polarfold.notebook..";
  private static final String JOB = "org.polarfold.job..";
  private static final String INGEST = "org.polarfold.ingest..";
  private static final String LEAKAGE = "org.polarfold.leakage..";
  private static final String VALIDATE = "org.polarfold.validate..";
  private static final String TRAIN = "org.polarfold.train..";
  private static final String BACKBONE = "org.polarfold.backbone..";
  private static final String STORE = "org.polarfold.store..";

  @ArchTest
  static void arrowsPointOneWay(JavaClasses all) {
    ArchRule rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("notebook")
            .definedBy(NOTEBOOK)
            .layer("job")
            .definedBy(JOB)
            .layer("leakage")
            .definedBy(LEAKAGE)
            .layer("validate")
            .definedBy(VALIDATE)
            .layer("train")
            .definedBy(TRAIN)
            .layer("backbone")
            .definedBy(BACKBONE)
            .layer("ingest")
            .definedBy(INGEST)
            .layer("store")
            .definedBy(STORE)
            .layer("common")
            .definedBy(
                "org.polarfold",
                "org.polarfold.study..",
                "org.polarfold.provenance..",
                "org.polarfold.experiment..",
                "org.polarfold.split..",
                "org.polarfold.evaluate..",
                "org.polarfold.fairness..",
                "org.polarfold.reference..",
                "org.polarfold.coverage..",
                "org.polarfold.audit..",
                "org.polarfold.familiarity..",
                "org.polarfold.harmonise..",
                "org.polarfold.planted..",
                "org.polarfold.stress..",
                "org.polarfold.simulate..",
                "org.polarfold.report..",
                "org.polarfold.evidence..")
            .whereLayer("notebook")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("notebook")
            .whereLayer("leakage")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("validate")
            .mayOnlyBeAccessedByLayers("leakage", "job", "notebook")
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers("validate", "leakage", "job")
            .whereLayer("backbone")
            .mayOnlyBeAccessedByLayers("train", "validate", "leakage", "job")
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("leakage", "job")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers(
                "ingest", "backbone", "train", "validate", "leakage", "job", "notebook");
    rule.check(all);
  }

  @ArchTest
  static void commonKnowsNoCluster(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(
                NOTEBOOK, JOB, LEAKAGE, INGEST, VALIDATE, TRAIN, BACKBONE, STORE)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.apache.spark..",
                    "org.apache.hadoop..",
                    "org.apache.parquet..",
                    "org.deeplearning4j..",
                    "org.nd4j..",
                    "scala.."));
    rule.check(all);
  }

  @ArchTest
  static void networksAreKnownToTrainAndBackbone(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(TRAIN, BACKBONE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.deeplearning4j..", "org.nd4j.."));
    rule.check(all);
  }

  @ArchTest
  static void parquetIsReadAndWrittenByTheStore(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .and()
            // What the ingest is timed beside, and nothing of Polarfold reads.
            .doNotHaveFullyQualifiedName("org.polarfold.job.SparkCopies")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(DataFrameReader.class, DataFrameWriter.class, DataFrameWriterV2.class)
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("org.apache.parquet.."));
    rule.check(all);
  }

  @ArchTest
  static void theStoreDoesReadAndWrite(JavaClasses all) {
    ArchRule rule =
        classes()
            .that()
            .haveSimpleName("FeatureStore")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(DataFrameReader.class)
            .andShould()
            .dependOnClassesThat()
            .belongToAnyOf(DataFrameWriter.class);
    rule.check(all);
  }

  @ArchTest
  static void onePlaceMakesTheSession(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.polarfold.job.SparkOptions")
            .should()
            .callMethod(SparkSession.class, "builder")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(SparkSession.Builder.class);
    rule.check(all);
  }

  @ArchTest
  static void onlyACellTellsTrainingFromHeldOut(JavaClasses all) {
    constructors()
        .that()
        .areDeclaredIn(HeldOutStudies.class)
        .should()
        .notBePublic()
        .andShould(onlyBeCalledBy(CellStudies.class))
        .check(all);
    constructors()
        .that()
        .areDeclaredIn(UnlabelledStudies.class)
        .should()
        .notBePublic()
        .andShould(onlyBeCalledBy(CellStudies.class))
        .check(all);
    // Training studies may be cut further, into training studies.
    constructors()
        .that()
        .areDeclaredIn(TrainingStudies.class)
        .should()
        .notBePublic()
        .andShould(onlyBeCalledBy(CellStudies.class, TrainingStudies.class))
        .check(all);
  }

  @ArchTest
  static void onlyScoringSeesHeldOutStudies(JavaClasses all) {
    ArchRule rule =
        methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(TRAIN)
            .and(describe("take held-out studies", m -> takes(m, HeldOutStudies.class)))
            .should()
            .haveName("scores");
    rule.check(all);
  }

  @ArchTest
  static void whateverIsFittedTakesTrainingStudies(JavaClasses all) {
    ArchRule rule =
        methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(TRAIN)
            .and()
            .haveNameMatching("fit|step[0-9]+")
            .and()
            .areNotPrivate()
            .and(
                describe(
                    "are not a graph's start",
                    m -> !m.getOwner().getSimpleName().equals("HeadNetwork")))
            .should(takeTrainingStudies());
    rule.check(all);
  }

  @ArchTest
  static void whatLearnsDoesNotKnowHeldOutStudies(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            .haveSimpleName("Trainer")
            .or()
            .haveSimpleName("FeatureScaling")
            .or()
            .haveSimpleName("Harmoniser")
            .or()
            .haveSimpleName("Examples")
            .or()
            .haveSimpleName("ParameterAveraging")
            .or()
            .haveSimpleName("WorkerTask")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(HeldOutStudies.class, CellStudies.class);
    rule.check(all);
  }

  @ArchTest
  static void onlyTheConsoleSpeaks(JavaClasses all) {
    ArchRule rule =
        noClasses()
            .that()
            // The one speaks to people and their scripts, the other to the script run.
            .doNotHaveFullyQualifiedName("org.polarfold.job.Console")
            .and()
            .doNotHaveFullyQualifiedName("org.polarfold.job.Submission")
            .should(ACCESS_STANDARD_STREAMS);
    rule.check(all);
  }

  @ArchTest
  static void namesSayWhatAClassIs(JavaClasses all) {
    ArchRule rule =
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?");
    rule.check(all);
  }

  @ArchTest
  static void publicClassesAreFinal(JavaClasses all) {
    ArchRule rule =
        classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should(haveModifier(JavaModifier.FINAL));
    rule.check(all);
  }

  @ArchTest
  static void everyPackageSaysWhatLivesThere(JavaClasses all) {
    JavaPackage root = all.getPackage("org.polarfold");
    assertThat(root.getSubpackagesInTree()).hasSizeGreaterThan(12);
    assertThat(root.getSubpackagesInTree())
        .allSatisfy(
            tree -> assertThat(tree.isAnnotatedWith(NullMarked.class)).as(tree.getName()).isTrue());
    assertThat(root.isAnnotatedWith(NullMarked.class)).isTrue();
  }

  private static boolean takes(JavaMethod method, Class<?> type) {
    return method.getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(type));
  }

  private static ArchCondition<JavaMethod> takeTrainingStudies() {
    return new ArchCondition<>("take training studies, and no held-out ones") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean training = takes(method, TrainingStudies.class);
        boolean heldOut = takes(method, HeldOutStudies.class);
        events.add(new SimpleConditionEvent(method, training && !heldOut, method.getDescription()));
      }
    };
  }

  private static ArchCondition<JavaConstructor> onlyBeCalledBy(Class<?>... callers) {
    return new ArchCondition<>("only be called by " + Arrays.toString(callers)) {
      @Override
      public void check(JavaConstructor constructor, ConditionEvents events) {
        constructor
            .getCallsOfSelf()
            .forEach(
                call -> {
                  JavaClass owner = call.getOriginOwner();
                  events.add(
                      new SimpleConditionEvent(
                          call,
                          Arrays.stream(callers).anyMatch(owner::isEquivalentTo),
                          call.getDescription()));
                });
      }
    };
  }
}
