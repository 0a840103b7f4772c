package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.junit.jupiter.api.Test;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * What the demonstration stands on: its knobs make a drop, and without a shift there is none. One
 * consortium has a standard deviation of 0.011 (drop) around the means of 16: internal 0.882,
 * external 0.808, drop 0.074.
 */
class GeneralisationDropTest {

  private static final Path DEMO = Path.of("../conf/simulated/demo.conf");

  @Test
  void demoKnobsMakeADrop() {
    List<RidgeLogistic.Row> rows = rows(knobs -> knobs, MapKind.RESERVE, this::impaired);
    double internal = RidgeLogistic.internal(rows);
    assertThat(internal).isBetween(0.84, 0.91);
    assertThat(internal - RidgeLogistic.external(rows)).isBetween(0.05, 0.13);
  }

  @Test
  void sameKnobsEverywhereMakeNone() {
    List<RidgeLogistic.Row> rows =
        rows(knobs -> AcquisitionKnobs.REFERENCE, MapKind.RESERVE, this::impaired);
    double internal = RidgeLogistic.internal(rows);
    assertThat(internal).isGreaterThan(0.93);
    assertThat(internal - RidgeLogistic.external(rows)).isBetween(-0.01, 0.01);
  }

  @Test
  void theArtefactAndNoOtherKnobMakesTheDrop() {
    List<RidgeLogistic.Row> rows =
        rows(AcquisitionKnobs::withoutArtefact, MapKind.RESERVE, this::impaired);
    assertThat(RidgeLogistic.internal(rows) - RidgeLogistic.external(rows)).isBetween(-0.01, 0.01);
  }

  @Test
  void sexCanBeReadFromTheRestMap() {
    List<RidgeLogistic.Row> rows =
        rows(
            knobs -> knobs,
            MapKind.REST,
            examination -> examination.patient().person().male() ? 1 : 0);
    assertThat(RidgeLogistic.internal(rows)).isBetween(0.75, 0.86);
  }

  private int impaired(Examination examination) {
    return examination.patient().flow().impaired() ? 1 : 0;
  }

  private static List<RidgeLogistic.Row> rows(
      UnaryOperator<AcquisitionKnobs> change, MapKind kind, ToIntFunction<Examination> label) {
    List<SimulatedSite> sites = Consortium.from(Settings.read(DEMO).block("simulate")).members();
    List<RidgeLogistic.Row> rows = new ArrayList<>();
    for (int s = 0; s < sites.size(); s++) {
      SimulatedSite site = sites.get(s);
      Clinic clinic =
          new Clinic(
              site.seeds(new Seeds(7)),
              site.model(),
              site.caseMix(),
              change.apply(site.knobs()),
              site.practice());
      for (int i = 0; i < site.patients(); i++) {
        Examination examination = clinic.examine(i);
        PolarMap rest = examination.measured().rest();
        PolarMap map = kind == MapKind.REST ? rest : examination.measured().stress().over(rest);
        rows.add(
            new RidgeLogistic.Row(
                new ArrayRealVector(Segment17.means(map)), label.applyAsInt(examination), s));
      }
    }
    return rows;
  }
}
