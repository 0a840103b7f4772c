package org.polarfold.backbone;

import org.polarfold.backbone.ResNet50.Convolution;

/** Whose names the layers of a DL4J zip bear. */
enum Dl4jNaming {
  /** {@code layer2.0.conv3}, {@code layer2.0.bn3}: as in a graph of Polarfold's. */
  TORCHVISION(ResNet50.LAST) {
    @Override
    String kernel(Convolution convolution) {
      return convolution.name();
    }

    @Override
    String norm(Convolution convolution) {
      return convolution.norm();
    }
  },
  /**
   * {@code res3a_branch2c}, {@code bn3a_branch2c}: the authors', DL4J's zoo and Keras before 2.2.
   */
  FIRST("fc1000") {
    @Override
    String kernel(Convolution convolution) {
      return convolution.name().equals(STEM) ? STEM : "res" + place(convolution);
    }

    @Override
    String norm(Convolution convolution) {
      return "bn" + (convolution.name().equals(STEM) ? "_" + STEM : place(convolution));
    }

    private String place(Convolution convolution) {
      String[] parts = convolution.name().split("\\.", 4);
      int stage = Integer.parseInt(parts[0].substring("layer".length())) + 1;
      char block = (char) ('a' + Integer.parseInt(parts[1]));
      String branch =
          parts[2].equals("downsample")
              ? "1"
              : "2" + (char) ('a' + Integer.parseInt(parts[2].substring("conv".length())) - 1);
      return "" + stage + block + "_branch" + branch;
    }
  },
  /** {@code conv3_block1_3_conv}, {@code conv3_block1_3_bn}: imported from Keras. */
  KERAS("predictions") {
    @Override
    String kernel(Convolution convolution) {
      return KerasWeights.layer(convolution) + "_conv";
    }

    @Override
    String norm(Convolution convolution) {
      return KerasWeights.layer(convolution) + "_bn";
    }
  };

  private static final String STEM = "conv1";

  private final String last;

  Dl4jNaming(String last) {
    this.last = last;
  }

  /** The layer of a convolution. */
  abstract String kernel(Convolution convolution);

  /** The layer of the normalisation behind it. */
  abstract String norm(Convolution convolution);

  /** The last layer. */
  String last() {
    return last;
  }
}
