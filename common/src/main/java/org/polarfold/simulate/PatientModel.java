package org.polarfold.simulate;

import java.util.Map;

/**
 * Everything that is supposed of patients, whatever site they go to. Every number can be set in a
 * {@code patient-model} block ({@link PatientSettings}).
 *
 * @param flow levels and patterns of flow
 * @param traits who has which trait, and what it does to flow; every trait has an entry
 * @param obstructive narrowed arteries
 * @param microvascular diffuse microvascular disease
 */
record PatientModel(
    FlowModel flow,
    Map<Trait, TraitModel> traits,
    DiseaseModel obstructive,
    MicrovascularModel microvascular) {

  static final PatientModel REFERENCE =
      new PatientModel(
          FlowModel.N13_AMMONIA,
          TraitModel.ASSUMED,
          DiseaseModel.ASSUMED,
          MicrovascularModel.ASSUMED);

  PatientModel {
    traits = TraitModel.ordered(traits);
  }

  TraitModel of(Trait trait) {
    TraitModel model = traits.get(trait);
    if (model == null) {
      throw new IllegalArgumentException("Invalid patient model: nothing about " + trait);
    }
    return model;
  }
}
