package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;

/**
 * Reads a {@code patient-model} block: what is supposed of patients. A key that is absent keeps its
 * reference value; the keys are the components of {@link PatientModel}, in words.
 */
final class PatientSettings {

  private static final double STRONGEST = 5;

  private PatientSettings() {}

  static PatientModel read(Optional<Settings> block) {
    PatientModel usual = PatientModel.REFERENCE;
    return block
        .map(
            model ->
                new PatientModel(
                    model
                        .optionalBlock("flow")
                        .map(flow -> flow(flow, usual.flow()))
                        .orElse(usual.flow()),
                    traits(model, usual),
                    model
                        .optionalBlock("obstructive-disease")
                        .map(disease -> obstructive(disease, usual.obstructive()))
                        .orElse(usual.obstructive()),
                    model
                        .optionalBlock("microvascular-disease")
                        .map(disease -> microvascular(disease, usual.microvascular()))
                        .orElse(usual.microvascular())))
        .orElse(usual);
  }

  private static FlowModel flow(Settings flow, FlowModel usual) {
    return new FlowModel(
        flow.real("rest", 0.3, 2, usual.rest()),
        flow.real("stress", 0.5, 5, usual.stress()),
        flow.real("rest-sd", 0, 0.5, usual.restSd()),
        flow.real("stress-sd", 0, 0.5, usual.stressSd()),
        flow.real("correlation", -0.99, 0.99, usual.correlation()),
        flow.real("women-rest", -0.5, 0.5, usual.womenRest()),
        flow.real("women-stress", -0.5, 0.5, usual.womenStress()),
        flow.real("stress-per-year", -0.02, 0.02, usual.stressPerYear()),
        flow.real("regional", 0, 1, usual.regional()),
        flow.real("texture", 0, 0.2, usual.texture()),
        flow.real("shared-texture", 0, 1, usual.sharedTexture()),
        flow.real("sex-pattern", -0.3, 0.3, usual.sexPattern()),
        flow.real("sex-pattern-sd", 0, 0.3, usual.sexPatternSd()));
  }

  private static Map<Trait, TraitModel> traits(Settings model, PatientModel usual) {
    Map<Trait, TraitModel> traits = new EnumMap<>(usual.traits());
    Optional<Settings> block = model.optionalBlock("traits");
    if (block.isPresent()) {
      traits.replaceAll(
          (trait, before) ->
              block
                  .get()
                  .optionalBlock(trait.target.key())
                  .map(own -> trait(own, trait, before))
                  .orElse(before));
    }
    return traits;
  }

  private static TraitModel trait(Settings block, Trait trait, TraitModel usual) {
    return new TraitModel(
        odds(block, usual.odds(), before(trait)),
        block.real("on-rest", -1, 1, usual.onRest()),
        block.real("on-stress", -1, 1, usual.onStress()));
  }

  private static DiseaseModel obstructive(Settings block, DiseaseModel usual) {
    Map<Vessel, Double> vessels = new EnumMap<>(usual.vessels());
    block
        .optionalBlock("vessels")
        .ifPresent(
            shares ->
                vessels.replaceAll((vessel, share) -> shares.real(vessel.key(), 0, 1, share)));
    return new DiseaseModel(
        odds(block, usual.odds(), EnumSet.allOf(Trait.class)),
        vessels,
        block.real("diffuse", -1, 0, usual.diffuse()),
        block.real("deepest", 0, 2, usual.deepest()),
        block.real("infarcted", 0, 1, usual.infarcted()),
        block.real("scar-loss", 0, 0.9, usual.scarLoss()));
  }

  private static MicrovascularModel microvascular(Settings block, MicrovascularModel usual) {
    return new MicrovascularModel(
        odds(block, usual.odds(), EnumSet.allOf(Trait.class)),
        block.real("depth", 0, 1, usual.depth()),
        block.real("depth-sd", 0, 0.3, usual.depthSd()));
  }

  /** Log odds ratios; of traits only those that are drawn earlier can matter. */
  private static Odds odds(Settings owner, Odds usual, Set<Trait> earlier) {
    Optional<Settings> block = owner.optionalBlock("log-odds");
    if (block.isEmpty()) {
      return usual;
    }
    Settings odds = block.get();
    Map<Race, Double> races = new EnumMap<>(Race.class);
    for (Race race : Race.values()) {
      races.put(race, real(odds, race.key(), usual.races().getOrDefault(race, 0.0)));
    }
    Map<Trait, Double> traits = new EnumMap<>(Trait.class);
    for (Trait trait : earlier) {
      traits.put(trait, real(odds, trait.target.key(), usual.traits().getOrDefault(trait, 0.0)));
    }
    return new Odds(
        real(odds, "per-decade", usual.perDecade()),
        real(odds, "male", usual.male()),
        races,
        traits);
  }

  private static Set<Trait> before(Trait trait) {
    Set<Trait> before = EnumSet.allOf(Trait.class);
    before.removeIf(other -> other.compareTo(trait) >= 0);
    return before;
  }

  private static double real(Settings odds, String key, double usual) {
    return odds.real(key, -STRONGEST, STRONGEST, usual);
  }
}
