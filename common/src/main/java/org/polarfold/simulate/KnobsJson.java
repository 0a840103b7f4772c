package org.polarfold.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A site's knobs as the truth tells them; a part that is absent is not there. */
final class KnobsJson {

  private KnobsJson() {}

  static void put(ObjectNode node, AcquisitionKnobs knobs) {
    FlowResponse response = knobs.response();
    node.put("tracer", key(response.tracer()))
        .put("rollOff", response.rollOff())
        .put("reconstruction", key(response.reconstruction()))
        .put("gainRest", response.gainRest())
        .put("gainStress", response.gainStress())
        .put("blurDegrees", knobs.resolution().blurDegrees())
        .put("blurRings", knobs.resolution().blurRings())
        .put("noise", knobs.resolution().noise())
        .put("reproducibilityRest", knobs.reproducibility().rest())
        .put("reproducibilityStress", knobs.reproducibility().stress())
        .put("rotationDegrees", knobs.rotation().degrees())
        .put("rotationSdDegrees", knobs.rotation().sdDegrees());
    knobs.attenuation().ifPresent(found -> put(node.putObject("attenuation"), found));
    knobs.artefact().ifPresent(found -> put(node.putObject("artefact"), found));
    knobs.mark().ifPresent(found -> put(node.putObject("mark"), found));
    knobs.display().ifPresent(found -> put(node.putObject("display"), found));
  }

  private static void put(ObjectNode node, Attenuation attenuation) {
    node.put("women", attenuation.women())
        .put("men", attenuation.men())
        .put("shape", attenuation.shape());
  }

  private static void put(ObjectNode node, RegionalArtefact artefact) {
    node.put("effect", key(artefact.effect()))
        .put("centreDegrees", artefact.centreDegrees())
        .put("widthDegrees", artefact.widthDegrees())
        .put("firstRing", artefact.firstRing())
        .put("lastRing", artefact.lastRing())
        .put("meanStrength", artefact.meanStrength())
        .put("shape", artefact.shape())
        .put("everywhere", artefact.everywhere());
  }

  private static void put(ObjectNode node, Mark mark) {
    node.put("target", mark.target().key())
        .put("ifPositive", mark.ifPositive())
        .put("ifNegative", mark.ifNegative())
        .put("change", mark.change())
        .put("centreDegrees", mark.centreDegrees())
        .put("widthDegrees", mark.widthDegrees())
        .put("firstRing", mark.firstRing());
  }

  private static void put(ObjectNode node, Display display) {
    node.put("colours", display.colours())
        .put("restHigh", display.restHigh())
        .put("stressHigh", display.stressHigh());
  }

  private static String key(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
