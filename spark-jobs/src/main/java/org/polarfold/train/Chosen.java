package org.polarfold.train;

/**
 * What an inner split of the training studies chose.
 *
 * @param learningRate of those that were tried
 * @param epoch after which the network was kept, from 1
 * @param loss of the studies that were watched, at that epoch
 */
public record Chosen(double learningRate, int epoch, double loss) {}
