package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.polarfold.store.Ages.Quartiles;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.SiteCohort.Months;
import org.polarfold.store.SiteCohort.Share;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

class CohortCsvTest {

  /** Ages 50, 60 and 70, one missing; two tracers; a word that needs quotes. */
  private static final SiteCohort BIRCH =
      cohort(
          "birch",
          4,
          new Ages(
              3,
              1,
              new BigDecimal("180"),
              new BigDecimal("11000"),
              Optional.of(new Quartiles(55, 60, 65))),
          Optional.of(new Months(4, YearMonth.of(2019, 3), YearMonth.of(2021, 7))),
          Map.of(Target.SEX, new Share(1, 4, 0), Target.DIABETES, new Share(2, 3, 1)),
          Map.of("White", 3L, "Black, \"other\"", 1L),
          Map.of("reader-a", new Share(2, 3, 1)),
          Map.of("tracer", Map.of("N-13 ammonia", 1L, "Rb-82", 2L)),
          ColourResiduals.none());

  /** One patient of 80; one picture. */
  private static final SiteCohort CEDAR =
      cohort(
          "cedar",
          1,
          new Ages(
              1,
              0,
              new BigDecimal("80"),
              new BigDecimal("6400"),
              Optional.of(new Quartiles(80, 80, 80))),
          Optional.of(new Months(1, YearMonth.of(2018, 11), YearMonth.of(2018, 11))),
          Map.of(Target.SEX, new Share(1, 1, 0), Target.DIABETES, new Share(0, 0, 1)),
          Map.of("White", 1L),
          Map.of("reader-a", new Share(1, 1, 0)),
          Map.of("tracer", Map.of()),
          new ColourResiduals(1, new BigDecimal("0.0125"), OptionalDouble.of(0.0125)));

  private static final List<SiteLedger> LEDGERS =
      List.of(
          ledger("birch", 4, Map.of("no-maps", 2L, "non-finite", 1L)),
          ledger("cedar", 1, Map.of("no-maps", 1L)),
          ledger("dune", 0, Map.of("wrong-shape", 5L)));

  private static SiteLedger ledger(String site, long accepted, Map<String, Long> rejectedBy) {
    long rejected = rejectedBy.values().stream().mapToLong(Long::longValue).sum();
    return new SiteLedger(
        new SiteId(site), true, accepted + rejected, accepted, rejectedBy, SiteDigests.UNKNOWN);
  }

  @Test
  void everyLineOfASite() {
    assertThat(part("birch"))
        .isEqualTo(
            """
            birch,received,,7,,,,,,,,,
            birch,accepted,,4,7,0,,,,,,,
            birch,rejected,,3,7,0,,,,,,,
            birch,rejected_because,no-maps,2,7,0,,,,,,,
            birch,rejected_because,non-finite,1,7,0,,,,,,,
            birch,age_years,,3,4,1,60.0,10.0,60.0,55.0,65.0,,years
            birch,examined_from,2019-03,4,4,0,,,,,,,
            birch,examined_to,2021-07,4,4,0,,,,,,,
            birch,impaired_mfr,yes,0,0,4,,,,,,,
            birch,sex,male,1,4,0,,,,,,,
            birch,smoking,yes,0,0,4,,,,,,,
            birch,hypertension,yes,0,0,4,,,,,,,
            birch,dyslipidaemia,yes,0,0,4,,,,,,,
            birch,diabetes,yes,2,3,1,,,,,,,
            birch,race,"Black, ""other""\",1,4,0,,,,,,,
            birch,race,White,3,4,0,,,,,,,
            birch,reader_abnormal,reader-a,2,3,1,,,,,,,
            birch,angiography_done,yes,2,4,0,,,,,,,
            birch,obstructive_disease,yes,1,1,1,,,,,,,
            birch,tracer,N-13 ammonia,1,3,1,,,,,,,
            birch,tracer,Rb-82,2,3,1,,,,,,,
            birch,scanner,,0,0,4,,,,,,,
            birch,software,,0,0,4,,,,,,,
            birch,kinetic_model,,0,0,4,,,,,,,
            birch,reconstruction,,0,0,4,,,,,,,
            birch,attenuation_correction,,0,0,4,,,,,,,
            birch,stressor,,0,0,4,,,,,,,
            birch,quantity,flow,4,4,0,,,,,,,
            birch,quantity,relative-uptake,0,4,0,,,,,,,
            birch,map,rest,4,4,0,,,,,,,
            birch,map,stress,4,4,0,,,,,,,
            birch,map,reserve,4,4,0,,,,,,,
            birch,colour_residual,,0,4,0,,,,,,,1
            """);
  }

  @Test
  void allSitesAreAddedUpWhereThatIsExact() {
    assertThat(part("ALL"))
        .contains(
            """
            ALL,received,,14,,,,,,,,,
            ALL,accepted,,5,14,0,,,,,,,
            ALL,rejected,,9,14,0,,,,,,,
            ALL,rejected_because,no-maps,3,14,0,,,,,,,
            ALL,rejected_because,non-finite,1,14,0,,,,,,,
            ALL,rejected_because,wrong-shape,5,14,0,,,,,,,
            """)
        // 50, 60, 70, 80: squares of 15, 5, 5 and 15 over 3; no quartiles from quartiles.
        .contains("ALL,age_years,,4,5,1,65.0,12.909944487358056,,,,,years\n")
        .contains("ALL,examined_from,2018-11,5,5,0,", "ALL,examined_to,2021-07,5,5,0,")
        .contains("ALL,sex,male,2,5,0,", "ALL,diabetes,yes,2,3,2,")
        .contains("ALL,race,White,4,5,0,", "ALL,tracer,Rb-82,2,3,2,")
        .contains("ALL,colour_residual,,1,5,0,0.0125,,,,,0.0125,1\n")
        // Readers of one name at two sites are two persons.
        .doesNotContain("reader");
  }

  @Test
  void aSiteOfWhichNothingWasAcceptedIsThere() {
    assertThat(part("dune"))
        .startsWith("dune,received,,5,,,,,,,,,\ndune,accepted,,0,5,0,")
        .contains("dune,rejected_because,wrong-shape,5,5,0,")
        .contains("dune,age_years,,0,0,0,,,,,,,years\n", "dune,examined_from,,0,0,0,");
  }

  @Test
  void everyLineHasACellForEveryColumn() {
    List<String> lines = text().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "site,variable,level,n,of,missing,mean,sd,median,lower_quartile,upper_quartile,"
                + "maximum,unit");
    assertThat(lines.stream().filter(line -> !line.contains("\"")))
        .hasSizeGreaterThan(100)
        .allSatisfy(line -> assertThat(line.split(",", -1)).as(line).hasSize(13));
  }

  @Test
  void aLedgerThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> CohortCsv.text(List.of(BIRCH, CEDAR), LEDGERS.subList(0, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CohortCsv.text(List.of(BIRCH), LEDGERS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Of cedar the ledger counts other studies: 0");
  }

  private static String text() {
    return CohortCsv.text(List.of(BIRCH, CEDAR), LEDGERS);
  }

  private static String part(String site) {
    StringBuilder part = new StringBuilder();
    text().lines().filter(l -> l.startsWith(site + ",")).forEach(l -> part.append(l).append('\n'));
    return part.toString();
  }

  private static SiteCohort cohort(
      String site,
      long patients,
      Ages ages,
      Optional<Months> examined,
      Map<Target, Share> known,
      Map<String, Long> race,
      Map<String, Share> readers,
      Map<String, Map<String, Long>> acquisition,
      ColourResiduals residuals) {
    Map<Target, Share> labels = new EnumMap<>(Target.class);
    Map<MapKind, Long> maps = new EnumMap<>(MapKind.class);
    for (Target target : Target.values()) {
      labels.put(target, known.getOrDefault(target, new Share(0, 0, patients)));
    }
    for (MapKind kind : MapKind.values()) {
      maps.put(kind, patients);
    }
    return new SiteCohort(
        new SiteId(site),
        patients,
        ages,
        examined,
        labels,
        race,
        readers,
        new Share(patients / 2, patients, 0),
        new Share(patients / 4, patients / 4, patients / 4),
        new LinkedHashMap<>(acquisition),
        Map.of(Quantity.FLOW, patients),
        maps,
        residuals,
        Map.of(),
        List.of());
  }
}
