package org.polarfold.backbone;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.FoldedResNet.Cut;
import org.polarfold.backbone.ResNet50.Variant;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.experiment.Network.WeightsFile;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * A ResNet-50 with the user's weights. Its three channels are three maps, or the same map thrice,
 * brought to what the weights were trained on: a standardised value stands where a standardised
 * pixel of ImageNet stood.
 */
final class ResNetBackbone implements Backbone {

  private static final long serialVersionUID = 1L;

  /** Pictures at a time. */
  private static final int BATCH = 16;

  /**
   * What the original weights saw a standard deviation of ImageNet as: pixels of 0 to 255 in the
   * order blue, green, red, less their mean. torchvision's saw 1.
   */
  private static final float[] ORIGINAL_SCALE = {0.225f * 255, 0.224f * 255, 0.229f * 255};

  private final String name;
  private final byte[] file;
  private final String sha256;
  private final Drawing drawing;
  private final int pixels;
  private final Cut cut;
  private transient @Nullable PublishedWeights published;
  private transient @Nullable FoldedResNet folded;
  private transient @Nullable ComputationGraph probed;

  private ResNetBackbone(Network settings, WeightsFile weights, byte[] file) {
    this.name = weights.location();
    this.file = file;
    this.sha256 = weights.sha256();
    this.drawing = settings.drawing();
    this.pixels = settings.pixels();
    this.cut = Cut.valueOf(settings.frozenTo().toUpperCase(Locale.ROOT));
  }

  static ResNetBackbone read(Network settings, Configuration hadoop) {
    WeightsFile weights = settings.weights().orElseThrow();
    ResNetBackbone backbone =
        new ResNetBackbone(
            settings,
            weights,
            PublishedWeights.verified(hadoop, weights.location(), weights.sha256()));
    backbone.published();
    return backbone;
  }

  private synchronized PublishedWeights published() {
    PublishedWeights known = published;
    if (known == null) {
      known = PublishedWeights.of(name, file);
      published = known;
    }
    return known;
  }

  private synchronized FoldedResNet folded() {
    FoldedResNet known = folded;
    if (known == null) {
      known =
          new FoldedResNet(
              published().network(), published().weights(), cut, drawing == Drawing.POLAR);
      folded = known;
    }
    return known;
  }

  @Override
  public String key() {
    return String.join(
        "-",
        sha256.substring(0, 16),
        cut.name().toLowerCase(Locale.ROOT),
        drawing.name().toLowerCase(Locale.ROOT) + pixels,
        MapImage.of(drawing, pixels).digest());
  }

  @Override
  public InputType features(InputMaps maps) {
    if (cut == Cut.AVGPOOL) {
      return InputType.feedForward(ResNet50.FEATURES);
    }
    int side = cut.side(pixels);
    return InputType.convolutional(side, side, cut.channels(), CNN2DFormat.NHWC);
  }

  @Override
  public float[][] features(List<List<float[]>> studies, InputMaps maps) {
    MapImage image = MapImage.of(drawing, pixels);
    float[][] features = new float[studies.size()][];
    for (int first = 0; first < features.length; first += BATCH) {
      List<List<float[]>> batch = studies.subList(first, Math.min(first + BATCH, features.length));
      float[] values = folded().output(drawn(batch, maps, image)).dup('c').data().asFloat();
      int length = values.length / batch.size();
      for (int i = 0; i < batch.size(); i++) {
        features[first + i] = new float[length];
        System.arraycopy(values, i * length, features[first + i], 0, length);
      }
    }
    return features;
  }

  private float scale(int channel) {
    boolean original = published().network().variant() == Variant.STRIDE_ON_1X1;
    return original ? ORIGINAL_SCALE[channel] : 1;
  }

  /** [studies, pixels, pixels, 3] */
  @Override
  public float[][] picture(float[] map, MapKind kind) {
    return MapImage.of(drawing, pixels).rows(map, kind);
  }

  private INDArray drawn(List<List<float[]>> studies, InputMaps maps, MapImage image) {
    float[] all = new float[studies.size() * image.length() * ResNet50.CHANNELS];
    float[] plane = new float[image.length()];
    for (int i = 0; i < studies.size(); i++) {
      for (int channel = 0; channel < ResNet50.CHANNELS; channel++) {
        int map = maps.kinds().size() == 1 ? 0 : channel;
        image.draw(studies.get(i).get(map), maps.kinds().get(map), plane, 0);
        float scale = scale(channel);
        int at = i * image.length() * ResNet50.CHANNELS + channel;
        for (int pixel = 0; pixel < plane.length; pixel++) {
          all[at + pixel * ResNet50.CHANNELS] = scale * plane[pixel];
        }
      }
    }
    return Nd4j.createFromArray(all).reshape(studies.size(), pixels, pixels, ResNet50.CHANNELS);
  }

  /** The same layers behind a probe, which can be differentiated. */
  private synchronized ComputationGraph probed() {
    ComputationGraph known = probed;
    if (known == null) {
      known =
          ResNetTail.probed(
              published().network(), published().weights(), cut, pixels, drawing == Drawing.POLAR);
      probed = known;
    }
    return known;
  }

  @Override
  public synchronized float[][] pulledBack(
      List<float[]> study, InputMaps maps, float[] gradientOfFeatures) {
    MapImage image = MapImage.of(drawing, pixels);
    INDArray seen = drawn(List.of(study), maps, image);
    INDArray ofFeatures = Nd4j.createFromArray(gradientOfFeatures).reshape(shape(maps));
    float[] ofPixels = InputProbe.gradient(probed(), seen, ofFeatures);
    float[][] gradients = new float[maps.kinds().size()][PolarMap.SIZE];
    for (int channel = 0; channel < ResNet50.CHANNELS; channel++) {
      int map = maps.kinds().size() == 1 ? 0 : channel;
      float[] plane = new float[image.length()];
      for (int pixel = 0; pixel < plane.length; pixel++) {
        plane[pixel] = ofPixels[pixel * ResNet50.CHANNELS + channel];
      }
      float[] ofMap = image.pulledBack(plane, maps.kinds().get(map));
      for (int place = 0; place < PolarMap.SIZE; place++) {
        gradients[map][place] += scale(channel) * ofMap[place];
      }
    }
    return gradients;
  }

  @Override
  public Optional<UnfrozenPart> unfrozen() {
    return cut == Cut.AVGPOOL
        ? Optional.empty()
        : Optional.of(new ResNetTail(published().network(), published().weights(), cut, pixels));
  }
}
