package org.polarfold.simulate;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;

/** Simulated studies without files, as for pre-training a network on patients of no site. */
public final class SimulatedStudies {

  private static final SiteId NOWHERE = new SiteId("simulated");
  private static final Acquisition ACQUISITION =
      new Acquisition(
          "N-13 ammonia",
          "simulated",
          "simulated",
          "simulated",
          "simulated",
          "simulated",
          "simulated");

  private SimulatedStudies() {}

  /**
   * Studies of the reference case mix, in order, each made when it is asked for. A patient's study
   * depends on the seed and its place alone.
   *
   * @param seeds a family no consortium uses, so that the patients are other ones
   * @param count how many, at least 0
   * @param knobs how they are measured; an artefact is left out
   * @return studies of site "simulated" with all labels and pseudonyms "simulated-000000" onwards
   */
  public static Stream<PerfusionStudy> studies(Seeds seeds, int count, AcquisitionKnobs knobs) {
    Clinic clinic =
        new Clinic(
            seeds,
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            knobs.withoutArtefact(),
            Practice.REFERENCE);
    return IntStream.range(0, count).mapToObj(index -> study(clinic, NOWHERE, index));
  }

  /**
   * The study of one patient of a consortium's site, as the site measured it.
   *
   * @param simulate the block that {@link Consortium#from} reads
   * @param site the site's place in it, from 0
   * @param index the patient's place, from 0
   * @return a study of site "simulated" with all labels; wrong and missing ones are the export's
   */
  public static PerfusionStudy ofSite(Settings simulate, int site, int index) {
    Consortium consortium = Consortium.from(simulate);
    return study(consortium.members().get(site).clinic(consortium.seeds()), NOWHERE, index);
  }

  /**
   * The studies of a whole consortium as its sites measured them, site by site, each made when it
   * is asked for.
   *
   * @param seeds in place of the consortium's own: the same give the same people at a site of the
   *     same name, whatever it measures with
   * @param patients of every site, in place of the configuration's; at least 0
   * @return studies with the name of their site, all labels and pseudonyms {@code <site>-000000}
   *     onwards; wrong and missing labels are the export's
   */
  public static Stream<PerfusionStudy> ofConsortium(
      Consortium consortium, Seeds seeds, int patients) {
    return consortium.members().stream()
        .flatMap(
            site -> {
              Clinic clinic = site.clinic(seeds);
              return IntStream.range(0, patients)
                  .mapToObj(index -> study(clinic, site.id(), index));
            });
  }

  private static PerfusionStudy study(Clinic clinic, SiteId site, int index) {
    Examination examination = clinic.examine(index);
    Patient patient = examination.patient();
    PolarMap rest = examination.measured().rest();
    PolarMap stress = examination.measured().stress();
    return new PerfusionStudy(
        new PatientId(String.format(Locale.ROOT, "%s-%06d", site.value(), index)),
        site,
        ClinicalFacts.of(OptionalDouble.of(patient.person().ageYears()), patient.labels()),
        ACQUISITION,
        Quantity.FLOW,
        Map.of(MapKind.REST, rest, MapKind.STRESS, stress, MapKind.RESERVE, stress.over(rest)),
        OptionalDouble.empty());
  }
}
