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
        .mapToObj(
            number ->
                one.copy(
                    site.checked("copies", () -> new SiteId(id.value() + "-" + number)), number))
        .toList();
  }

  private static SimulatedSite one(Settings site, SiteId id, PatientModel model) {
    int patients = site.whole("patients", 1, MOST_PATIENTS);
    Practice practice = PracticeSettings.read(site);
    ExportFormat format = FormatSettings.read(site.block("format"), practice.readers());
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
        faults(site, patients, format),
        format);
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
        mix.optionalBlock("prevalence").map(shifted -> prevalence(mix, shifted)));
  }

  private static Prevalence prevalence(Settings mix, Settings shifted) {
    Target target = shifted.choice("target", Target.class);
    String key = target == Target.SEX ? "male" : target.key();
    if (mix.has(key) && (mix.real(key, 0, 1) == 0 || mix.real(key, 0, 1) == 1)) {
      throw mix.invalid(key, "more than 0 and less than 1, since a prevalence is shifted");
    }
    return new Prevalence(target, shifted.real("share", 0.01, 0.99));
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

  /** {@code each} of the kinds that the format can have, unless a kind says otherwise. */
  private static Map<FaultKind, Integer> faults(Settings site, int patients, ExportFormat format) {
    Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    Optional<Settings> block = site.optionalBlock("faults");
    if (block.isEmpty()) {
      return counts;
    }
    Settings faults = block.get();
    int each = faults.whole("each", 0, patients, 0);
    for (FaultKind kind : FaultKind.values()) {
      boolean fits = kind.fits(format);
      int count = faults.whole(kind.key(), 0, patients, fits ? each : 0);
      if (count > 0 && !fits) {
        throw faults.invalid(kind.key(), "0, since records of this site's format cannot have it");
      }
      if (count > 0) {
        counts.put(kind, count);
      }
    }
    if (FaultPlan.needed(counts) > patients) {
      throw site.invalid("faults", "no more faults than the site has patients");
    }
    return counts;
  }
}
