package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Acquisition;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Reads one site of a {@code simulate} block. A knob that is absent is at its reference. */
final class SiteSettings {

  private static final int MOST_PATIENTS = 1_000_000;
  private static final int MOST_COPIES = 10_000;

  private SiteSettings() {}

  /** The site of a block, or its copies: the same in everything but name and patients. */
  static List<SimulatedSite> read(Settings site, SiteId id, PatientModel model) {
    SimulatedSite one = one(site, id, model);
    if (!site.has("copies")) {
      return List.of(one);
    }
    return IntStream.rangeClosed(1, site.whole("copies", 1, MOST_COPIES))
        .mapToObj(number -> one.named(new SiteId(id.value() + "-" + number)))
        .toList();
  }

  private static SimulatedSite one(Settings site, SiteId id, PatientModel model) {
    int patients = site.whole("patients", 1, MOST_PATIENTS);
    Practice practice = PracticeSettings.read(site);
    return new SimulatedSite(
        id,
        model,
        patients,
        caseMix(site),
        acquisition(site.block("acquisition")),
        site.optionalBlock("knobs").map(KnobSettings::read).orElse(AcquisitionKnobs.REFERENCE),
        practice,
        site.real("missing-labels", 0, 0.5, 0),
        site.real("wrong-labels", 0, 0.5, 0),
        faults(site, patients),
        FormatSettings.read(site.block("format"), practice.readers()));
  }

  private static CaseMix caseMix(Settings site) {
    Optional<Settings> block = site.optionalBlock("case-mix");
    if (block.isEmpty()) {
      return CaseMix.REFERENCE;
    }
    Settings mix = block.get();
    CaseMix usual = CaseMix.REFERENCE;
    Map<Trait, Double> traits = CaseMix.usualTraits();
    traits.replaceAll((trait, share) -> mix.real(trait.target.key(), 0, 1, share));
    return new CaseMix(
        mix.real("male", 0, 1, usual.male()),
        mix.real("mean-age-years", 30, 90, usual.meanAgeYears()),
        mix.real("age-sd-years", 0, 20, usual.ageSdYears()),
        races(mix),
        traits,
        mix.real("obstructive-disease", 0, 1, usual.obstructive()),
        mix.real("microvascular-disease", 0, 1, usual.microvascular()),
        mix.optionalBlock("prevalence")
            .map(
                shifted ->
                    new Prevalence(
                        shifted.choice("target", Target.class),
                        shifted.real("share", 0.01, 0.99))));
  }

  private static Map<Race, Double> races(Settings mix) {
    Optional<Settings> block = mix.optionalBlock("races");
    if (block.isEmpty()) {
      return CaseMix.usualRaces();
    }
    Map<Race, Double> shares = new EnumMap<>(Race.class);
    for (Race race : Race.values()) {
      shares.put(race, block.get().real(race.key(), 0, 1, 0));
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > 1e-6) {
      throw mix.invalid("races", "shares that sum to 1");
    }
    return shares;
  }

  private static Acquisition acquisition(Settings block) {
    return new Acquisition(
        block.text("tracer"),
        block.text("scanner"),
        block.text("software"),
        block.text("kinetic-model", Acquisition.UNKNOWN),
        block.text("reconstruction", Acquisition.UNKNOWN),
        block.text("attenuation-correction"),
        block.text("stressor", Acquisition.UNKNOWN));
  }

  private static Map<FaultKind, Integer> faults(Settings site, int patients) {
    Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    Optional<Settings> block = site.optionalBlock("faults");
    if (block.isPresent()) {
      for (FaultKind kind : FaultKind.values()) {
        counts.put(kind, block.get().whole(kind.key(), 0, patients, 0));
      }
    }
    if (counts.values().stream().mapToLong(Integer::longValue).sum() > patients) {
      throw site.invalid("faults", "no more faults than the site has patients");
    }
    return counts;
  }
}
